using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using NotifyHub.Data;

namespace NotifyHub.Security.Secrets;

/// <summary>The platform's Data Protection keys (cookies, antiforgery): kept in the data folder, or in the database where nodes share it; sealed with the master key.</summary>
internal static class KeyRing
{
    public static void AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("NotifyHub");
        services.AddOptions<KeyManagementOptions>().Configure<MasterKey, ISecretBox, ILoggerFactory, HubStore, HubContexts>((options, master, box, logs, store, contexts) =>
        {
            options.XmlEncryptor = new RingEncryptor(box);
            if (!store.Engine.OwnedByOneProcess)
            {
                options.XmlRepository = new SharedRing(contexts, store.Gate);
                return;
            }
            var folder = Path.Combine(master.Folder, "ring");
            PrivateFolder.Make(folder);
            options.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folder), logs);
        });
    }
}

/// <summary>Seals a key of the ring.</summary>
internal sealed class RingEncryptor(ISecretBox box) : IXmlEncryptor
{
    public static readonly SecretPlace Place = new("keys.ring", 0, 0);

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var seal = box.Seal(Place, System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(seal)), typeof(RingDecryptor));
    }
}

/// <summary>Opens a key of the ring; the platform makes it from the type's name in the key file.</summary>
internal sealed class RingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(System.Text.Encoding.UTF8.GetString(
            services.GetRequiredService<ISecretBox>().Open(RingEncryptor.Place, Convert.FromBase64String(encryptedElement.Value))));
}
