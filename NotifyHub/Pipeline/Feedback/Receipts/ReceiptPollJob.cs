using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Channels.Push.Credentials;

namespace NotifyHub.Pipeline.Feedback.Receipts;

/// <summary>
/// Asks relays what became of the messages that they took: from a quarter of an hour after the ticket, until there is a receipt or the relay keeps none
/// any more. Run twice, or on several nodes, it asks for each receipt once.
/// </summary>
internal sealed class ReceiptPollJob(ReceiptClaims claims, ReceiptWriter writer, PushReceipts relays) : IHubJob
{
    public static readonly JobPlan Plan = new("receipt_poll", "Asks relays (Expo) what became of messages that they took, 15 minutes after their tickets.", TimeSpan.FromMinutes(1));

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var (asked, known, refused) = (0, 0, 0);
        while (await claims.TakeAsync(provider => relays.ContractOf(provider).ReceiptsPerRequest, cancel) is { Count: > 0 } awaited)
        {
            asked += awaited.Count;
            if (await AskAsync(awaited, cancel) is { } answers)
            {
                known += answers.Receipts.Count;
                refused += answers.Receipts.Values.Count(receipt => receipt.Kind != OutcomeKind.Accepted);
            }
        }
        return asked == 0 ? null : $"asked for {asked} receipts, {known} known, {refused} of them refusals";
    }

    private async Task<ReceiptAnswers?> AskAsync(IReadOnlyList<AwaitedReceipt> awaited, CancellationToken cancel)
    {
        var (project, provider) = (awaited[0].ProjectId, awaited[0].Provider);
        var contract = relays.ContractOf(provider);
        if (await relays.AccountAsync(project, provider, cancel) is not { } account)
        {
            await writer.PutOffAsync(awaited, contract, null, cancel);
            return null;
        }
        var answers = await relays.AskAsync(provider, account, [.. awaited.Select(one => one.Ticket).Where(ticket => ticket.Length > 0)], cancel);
        if (Refusal(awaited, answers, account) is { } refusal)
        {
            await relays.PauseAsync(project, account, refusal, cancel);
        }
        if (answers.Request.Kind == OutcomeKind.Accepted)
        {
            await writer.WriteAsync(awaited, answers, contract, cancel);
        }
        else
        {
            // A passing trouble is over soon; a refused account needs an operator.
            await writer.PutOffAsync(awaited, contract, answers.Request.Kind == OutcomeKind.CredentialBad ? contract.ReceiptAfter : answers.Request.RetryAfter ?? ReceiptClaims.Hold, cancel);
        }
        return answers;
    }

    // A receipt of a send that was made before the account was activated, or was found good again, says nothing against it.
    private static ProviderOutcome? Refusal(IReadOnlyList<AwaitedReceipt> awaited, ReceiptAnswers answers, ActiveCredential account)
    {
        if (account.Paused)
        {
            return null;
        }
        if (answers.Request.Kind == OutcomeKind.CredentialBad)
        {
            return answers.Request;
        }
        return awaited.Where(one => account.ActivatedAt is null || one.SentAt >= account.ActivatedAt)
            .Select(one => answers.Receipts.GetValueOrDefault(one.Ticket)).FirstOrDefault(receipt => receipt?.Kind == OutcomeKind.CredentialBad);
    }
}
