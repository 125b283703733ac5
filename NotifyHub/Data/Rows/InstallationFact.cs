namespace NotifyHub.Data.Rows;

/// <summary>A named fact about this installation (set-up done, check value of the key ring).</summary>
public sealed class InstallationFact
{
    public required string Name { get; set; }
    public required string Value { get; set; }
}
