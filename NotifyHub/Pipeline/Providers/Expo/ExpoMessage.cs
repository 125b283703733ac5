namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>One message, rendered, on its way into a request.</summary>
/// <param name="Token">To which device.</param>
/// <param name="Json">The message as an object of the request's array.</param>
internal sealed record ExpoMessage(string Token, ReadOnlyMemory<byte> Json)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => "ExpoMessage";
}
