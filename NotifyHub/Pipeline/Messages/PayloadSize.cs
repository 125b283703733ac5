namespace NotifyHub.Pipeline.Messages;

/// <summary>Size of a rendered payload in UTF-8 bytes.</summary>
public readonly record struct PayloadSize(int ActualBytes, int MaxBytes)
{
    /// <summary>Whether the vendor would take it.</summary>
    public bool Fits => ActualBytes <= MaxBytes;
}
