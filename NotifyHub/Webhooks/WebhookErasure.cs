using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Webhooks;

/// <summary>Removes what was told about a person's choices; what was told about deliveries and devices names nobody.</summary>
internal sealed class WebhookErasure : IErasurePart
{
    private const int Slice = 200;

    internal static readonly string OfPerson = $"select id from webhook_messages where project_id = @project and event = {(int)FactKind.PreferenceChanged} and subject = @subject limit @limit";

    private const string Attempts = "delete from webhook_attempts where message_id = @id";
    private const string Message = "delete from webhook_messages where id = @id";

    /// <inheritdoc/>
    public async ValueTask<int> EraseAsync(WriteSession session, ErasedPerson person)
    {
        foreach (var subject in new[] { person.UserId, person.FingerprintHex }.OfType<string>())
        {
            var found = await session.Prepare(OfPerson).Bind(person.ProjectId, subject, Slice).QueryAsync(row => new object?[] { row.GetInt64(0) });
            if (found.Count > 0)
            {
                await session.Prepare(Attempts).ExecuteManyAsync(found);
                await session.Prepare(Message).ExecuteManyAsync(found);
                session.Changed(person.ProjectId, HubTables.Webhooks);
                return found.Count;
            }
        }
        return 0;
    }
}
