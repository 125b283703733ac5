using NotifyHub.Api.Http;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>
/// Sends a request of Expo's API: each message is a send of ours to the devices that its tokens name. What is wrong in form refuses the whole request before anything
/// is stored; what is wrong with one recipient or one message is told in its tickets.
/// </summary>
internal sealed class ExpoDispatch(SendIntake intake, DeviceDirectory directory, DeviceTokenLookup lookup, TimeProvider time)
{
    /// <summary>Recipients of one request, over all of its messages.</summary>
    public const int MostRecipients = 100;

    /// <summary>A ticket for each recipient of each message, in their order.</summary>
    public async Task<IReadOnlyList<ExpoTicket>> SendAsync(SendOrigin origin, IReadOnlyList<ExpoPushMessage> messages, CancellationToken cancel)
    {
        var letters = Read(messages);
        var devices = await FindAsync(origin.ProjectId, [.. letters.SelectMany(letter => letter.Tokens).Distinct(StringComparer.Ordinal)], cancel);
        // Side by side, so that they share a commit.
        var sent = await Task.WhenAll(letters.Select(letter => SendAsync(origin, letter, devices, cancel)));
        if (sent.FirstOrDefault(one => one.Trouble is not null).Trouble is { } trouble && Array.TrueForAll(sent, one => one.Trouble is not null))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(trouble);
        }
        return [.. sent.SelectMany(one => one.Tickets)];
    }

    private List<Letter> Read(IReadOnlyList<ExpoPushMessage> messages)
    {
        var (now, faults, letters) = (time.GetUtcNow(), new List<Fault>(), new List<Letter>());
        for (var i = 0; i < messages.Count; i++)
        {
            var (pointer, found) = ($"/{i}", new FaultList());
            var letter = new Letter(ExpoTranslation.Recipients(messages[i], pointer, found), ExpoTranslation.Message(messages[i], pointer, now, found));
            Collect(found, "", faults);
            var ours = new FaultList();
            SendChecks.Check(letter.Message, now, ours);
            Collect(ours, pointer, faults);
            letters.Add(letter);
        }
        if (faults.Count > 0)
        {
            throw new ProblemException(Problems.ValidationFailed, "A message is wrong; nothing was sent.") { Faults = faults };
        }
        var recipients = letters.Sum(letter => letter.Tokens.Count);
        return recipients is > 0 and <= MostRecipients ? letters
            : throw new ProblemException(Problems.BatchTooLarge, $"The request has {recipients} recipients; 1 to {MostRecipients} are allowed.");
    }

    private static void Collect(FaultList found, string below, List<Fault> faults)
    {
        try
        {
            found.ThrowIfAny();
        }
        catch (RefusedException refused)
        {
            faults.AddRange(refused.Faults.Select(fault => fault with { Pointer = below + fault.Pointer }));
        }
    }

    // Which device each token names; who is not in it is no device of this project.
    private async Task<Dictionary<string, long>> FindAsync(long projectId, List<string> tokens, CancellationToken cancel)
    {
        var named = tokens.Select(token => (Token: token, Id: ExpoTranslation.DeviceIn(token))).Where(one => one.Id is not null).ToList();
        var facts = await directory.FindAsync(projectId, [.. named.Select(one => one.Id!.Value)], cancel);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < facts.Length; i++)
        {
            if (facts[i] is not null)
            {
                found[named[i].Token] = named[i].Id!.Value;
            }
        }
        foreach (var (token, id) in await lookup.FindAsync(projectId, ProviderKind.Expo, [.. tokens.Where(token => ExpoTranslation.DeviceIn(token) is null)], cancel))
        {
            found[token] = id;
        }
        return found;
    }

    // Trouble: nothing of this message was stored, for a reason that passes.
    private async Task<(IReadOnlyList<ExpoTicket> Tickets, Exception? Trouble)> SendAsync(SendOrigin origin, Letter letter, Dictionary<string, long> devices, CancellationToken cancel)
    {
        var to = letter.Tokens.Where(devices.ContainsKey).Select(token => devices[token]).Distinct().ToList();
        try
        {
            var accepted = to.Count == 0 ? null : await intake.AcceptAsync(origin, ExpoTranslation.To(letter.Message, to), once: null, cancel);
            return ([.. letter.Tokens.Select(token => devices.TryGetValue(token, out var device) && accepted?.Tickets.FirstOrDefault(ticket => ticket.DeviceId == device) is { DeliveryId: > 0 } ticket
                ? ExpoTickets.Of(ticket, token) : ExpoTickets.NotRegistered(token))], null);
        }
        catch (RefusedException refused)
        {
            return ([.. letter.Tokens.Select(token => devices.ContainsKey(token) ? ExpoTickets.Refused(refused, token) : ExpoTickets.NotRegistered(token))],
                refused.Code == RefusalCode.QueueFull ? refused : null);
        }
        catch (StoreUnavailableException unavailable)
        {
            return ([.. letter.Tokens.Select(token => devices.ContainsKey(token) ? ExpoTickets.NotStored(token) : ExpoTickets.NotRegistered(token))], unavailable);
        }
    }

    private sealed record Letter(IReadOnlyList<string> Tokens, PushSend Message);
}
