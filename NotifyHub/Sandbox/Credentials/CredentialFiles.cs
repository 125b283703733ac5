namespace NotifyHub.Sandbox.Credentials;

/// <summary>A folder with the demo credentials, ready to be uploaded in the dashboard; without a folder nothing is kept.</summary>
internal sealed class CredentialFiles(string? folder)
{
    public bool Has(string name) => folder is not null && File.Exists(Path.Combine(folder, name));

    public string LoadOrMake(string name, Func<string> make) => Has(name) ? File.ReadAllText(Path.Combine(folder!, name)) : Keep(name, make());

    /// <summary>Writes a file and gives back its text.</summary>
    public string Keep(string name, string text)
    {
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return text;
    }
}
