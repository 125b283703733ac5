using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>Reads the answer to a question for receipts: <c>{"data": {"ID": {"status": ...}}}</c>.</summary>
internal static class ExpoReceipts
{
    /// <summary>What is known of which message, or why the question was not answered.</summary>
    public static ReceiptAnswers Read(VendorAnswer answer, DateTimeOffset now)
    {
        if (answer.Fault is { } fault) return ReceiptAnswers.None(fault.AsRetry());
        var status = answer.Status!.Value;
        var body = answer.Body.AsObject();
        if (body?.Objects("errors").FirstOrDefault() is { ValueKind: JsonValueKind.Object } error)
        {
            var code = VendorText.Word(error.Text("code"));
            return ReceiptAnswers.None(ExpoAnswer.Of(ExpoOutcomes.Request(status, code, transient: false), code ?? VendorOutcome.StatusCode(status), answer, now));
        }
        if (status != 200) return ReceiptAnswers.None(ExpoAnswer.Of(OutcomeKind.Retry, VendorOutcome.StatusCode(status), answer, now));
        return body?.Member("data") is { } data
            ? new(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 }, Known(data))
            : ReceiptAnswers.None(ExpoAnswer.Of(OutcomeKind.Retry, TransportFault.Malformed, answer, now));
    }

    private static Dictionary<string, ProviderOutcome> Known(JsonElement data)
    {
        var known = new Dictionary<string, ProviderOutcome>(StringComparer.Ordinal);
        foreach (var receipt in data.EnumerateObject())
            if (ExpoOutcomes.Receipt(receipt.Value) is { } outcome) known[receipt.Name] = outcome;
        return known;
    }
}
