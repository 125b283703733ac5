namespace NotifyHub.Sandbox.Wire;

/// <summary>Reads a request's body as far as any vendor would look at it.</summary>
internal static class RequestBody
{
    /// <summary>Reads at most <paramref name="most"/> + 1 bytes: one more than allowed is enough to know that it is too long.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        var buffer = new byte[most + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return buffer.AsMemory(0, length);
    }
}
