using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Secrets;

/// <summary>The ring in the database, one fact for each key: whoever signed in at one node is known at all of them.</summary>
internal sealed class SharedRing(HubContexts contexts, IWriteGate gate) : IXmlRepository
{
    /// <summary>Names of its facts begin with this.</summary>
    public const string Prefix = "ring:";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.Open(default);
        return [.. db.Facts.AsNoTracking().Where(fact => fact.Name.StartsWith(Prefix)).Select(fact => fact.Value).AsEnumerable().Select(XElement.Parse)];
    }

    // The platform asks from its own thread, a few times a year, and knows no other form.
    public void StoreElement(XElement element, string friendlyName) =>
        gate.WriteAsync(default, (HubDb db, WriteSession _) =>
        {
            db.Facts.Add(new InstallationFact { Name = Prefix + friendlyName, Value = element.ToString(SaveOptions.DisableFormatting) });
            return Task.FromResult(true);
        }).GetAwaiter().GetResult();
}
