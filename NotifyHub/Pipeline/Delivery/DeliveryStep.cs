using System.Data.Common;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Pipeline.Delivery.Signals;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>One delivery from claim to exit: policy, channel, exit. Writes nothing itself but a credential's pause.</summary>
internal sealed class DeliveryStep(
    ChannelBook channels, DeliveryExits exits, CollapseTurns turns, IClaimFilter filter, IAdmission admission, IOutcomeObserver observer, SettingsBook settings, ConsentWatch consent, FrequencyCaps caps, BundleCounts bundles, HubClock clock, TimeProvider time,
    ILogger<DeliveryStep> log)
{
    /// <summary>Throws only when <paramref name="cancel"/> ends a call that is in flight.</summary>
    public async Task<Settlement> RunAsync(ClaimedDelivery delivery, CancellationToken cancel)
    {
        delivery.Span = DeliverySpans.Begin(delivery);
        filter.Arrived(delivery.Provider, delivery.ProjectId);
        var now = time.GetUtcNow();
        if (delivery.LeaseUntil - clock.Now < DeliveryTimes.LeaseToStart)
        {
            return new Settlement(delivery, DeliveryExit.PutBack(now), null, now);
        }
        if (delivery.MustWait || !turns.TryTake(delivery))
        {
            return new Settlement(delivery, DeliveryExit.PutBack(now + DeliveryTimes.CollapseTurn), null, now);
        }
        try
        {
            return await DecideAsync(delivery, cancel);
        }
        catch (DbException error)
        {
            // The account could not be read: nothing was sent, so it costs no try.
            DeliveryLog.StoreTrouble(log, delivery.Id, error);
            return new Settlement(delivery, DeliveryExit.PutBack(now + DeliveryTimes.StoreTrouble), null, now);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            // A fault of ours, not of the vendor: it costs a try, so that it ends, and it is loud.
            DeliveryLog.Fault(log, delivery.Id, error);
            return Answered(delivery, new ChannelAnswer(new ProviderOutcome(OutcomeKind.Retry) { Code = "internal_error" }, TimeSpan.Zero));
        }
        finally
        {
            turns.GiveBack(delivery);
            bundles.GiveBack(delivery);
            caps.GiveBack(delivery);
        }
    }

    private async Task<Settlement> DecideAsync(ClaimedDelivery delivery, CancellationToken cancel)
    {
        var account = await channels.AccountAsync(delivery.ProjectId, delivery.Provider, cancel);
        await HearAsync(delivery, cancel);
        // Asked after the account is here, so that the time to live is checked right before the call.
        var now = time.GetUtcNow();
        var decision = Judge(delivery, account, now);
        if (decision.Verb != PolicyVerb.Send)
        {
            return new Settlement(delivery, DeliveryExits.Stopped(decision), null, now);
        }
        delivery.Bundle = await bundles.TakeAsync(delivery, now, cancel);
        delivery.Cap = delivery.Bundle is null ? await caps.TakeAsync(delivery, now, cancel) : null;
        if (delivery.Cap is not null || delivery.Bundle is not null)
        {
            return new Settlement(delivery, DeliveryExits.Stopped(Judge(delivery, account, now)), null, now);
        }
        if (delivery.Message is not { } message)
        {
            return Answered(delivery, new ChannelAnswer(new ProviderOutcome(OutcomeKind.ContentBad) { Code = "message_unreadable" }, TimeSpan.Zero));
        }
        var asked = time.GetTimestamp();
        var entry = await admission.AskAsync(delivery, now, cancel);
        DeliveryMeter.Asked(delivery.Provider, entry, time.GetElapsedTime(asked));
        if (entry.NotBefore is { } at)
        {
            decision = DeliveryPolicy.Decide(FactsOf(delivery, account, now) with { Pause = new VendorPause(at, entry.Reason == DeliveryReason.ProviderResting) }, now);
            return new Settlement(delivery, DeliveryExits.Stopped(decision), null, now);
        }
        ChannelAnswer answer;
        using (entry.Permit)
        {
            // It may have waited for its permit: what was true before need not be any more.
            account = await channels.AccountAsync(delivery.ProjectId, delivery.Provider, cancel);
            await HearAsync(delivery, cancel);
            decision = Judge(delivery, account, time.GetUtcNow());
            if (decision.Verb != PolicyVerb.Send)
            {
                return new Settlement(delivery, DeliveryExits.Stopped(decision), null, time.GetUtcNow());
            }
            answer = await CallAsync(delivery, message, account!, cancel);
        }
        Failpoint.Hit(CrashPoint.P7);
        observer.Answered(delivery, answer, time.GetUtcNow());
        var settlement = Answered(delivery, answer);
        if (settlement.Exit.Status == DeliveryStatus.Sent)
        {
            caps.Went(delivery, settlement.At);
            bundles.Went(delivery, settlement.At);
        }
        if (settlement.Exit.Reason == DeliveryReason.CredentialPaused)
        {
            await PauseAsync(delivery, account!, answer.Outcome);
        }
        return settlement;
    }

    // Consent was read with the claim; what somebody of the project has said since counts too.
    private async ValueTask HearAsync(ClaimedDelivery delivery, CancellationToken cancel)
    {
        if (delivery.Category is { } category && consent.IsNewsSince(delivery.ProjectId, delivery.ConsentMark))
        {
            delivery.ConsentMark = consent.Mark;
            delivery.OptedOut = (await consent.OutAsync(delivery.ProjectId, category, [delivery.DeviceId], cancel)).Count > 0;
        }
    }

    private async Task<ChannelAnswer> CallAsync(ClaimedDelivery delivery, PushMessage message, ChannelAccount account, CancellationToken cancel)
    {
        using var span = DeliverySpans.Call(delivery);
        var answer = await channels.SendAsync(delivery.Call(message), account, cancel);
        DeliveryMeter.Answered(delivery.Provider, answer);
        DeliverySpans.Answered(span, answer.Outcome);
        return answer;
    }

    private PolicyDecision Judge(ClaimedDelivery delivery, ChannelAccount? account, DateTimeOffset now) => DeliveryPolicy.Decide(FactsOf(delivery, account, now), now);

    private DeliveryFacts FactsOf(ClaimedDelivery delivery, ChannelAccount? account, DateTimeOffset now) =>
        // An app that stays silent is gone; an address is not.
        delivery.Facts(StandingFacts.Of(account), delivery.Provider.IsPush() ? settings.RulesOf(delivery.ProjectId).StaleAfter : null, now);

    private async Task PauseAsync(ClaimedDelivery delivery, ChannelAccount account, ProviderOutcome refusal)
    {
        DeliveryLog.CredentialRefused(log, delivery.Provider, account.Id, delivery.ProjectId);
        try
        {
            await channels.PauseAsync(delivery.ProjectId, delivery.Provider, account, refusal, CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            // The delivery is held all the same; it comes back soon, is refused again, and this is tried again.
            DeliveryLog.StoreTrouble(log, delivery.Id, error);
        }
    }

    private Settlement Answered(ClaimedDelivery delivery, ChannelAnswer answer)
    {
        var now = time.GetUtcNow();
        return new Settlement(delivery, exits.Answered(answer.Outcome, delivery.Tries, delivery.ExpiresAt, now), answer, now);
    }
}
