using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.DeadLetters;

/// <summary>Why a delivery was given up, and what helps.</summary>
public static class DeadLetterReasons
{
    /// <summary>What happened, in one short sentence.</summary>
    public static string Words(DeliveryReason reason) => reason switch
    {
        DeliveryReason.TokenDead => "The vendor says that the token is gone.",
        DeliveryReason.RetriesExhausted => "The vendor could not take it in any of its tries.",
        DeliveryReason.ContentBad => "The vendor refused the message itself.",
        DeliveryReason.CredentialBad => "The vendor refused the credential.",
        DeliveryReason.Poison => "It was in flight at three crashes of the process.",
        DeliveryReason.StaleToken => "The device had not been seen for long.",
        DeliveryReason.ProviderTrouble => "The vendor had trouble.",
        _ => "It was given up.",
    };

    /// <summary>What to do about it.</summary>
    public static string Remedy(DeliveryReason reason) => reason switch
    {
        DeliveryReason.TokenDead => "The app was removed, or its token changed. Replay only where the device has registered again since; discard the rest.",
        DeliveryReason.RetriesExhausted or DeliveryReason.ProviderTrouble => "See under Providers that the vendor is well again, then replay at a rate that it can take.",
        DeliveryReason.ContentBad => "The last answer names what is wrong. A replay sends the same message, so mend what makes it, send anew, and discard these.",
        DeliveryReason.CredentialBad => "Replace or mend the credential under Providers, then replay.",
        DeliveryReason.Poison => "Look in the log at the moments of the crashes first: a replay may take the process down again. It is never replayed together with others unless you say so.",
        _ => "Open one to see its answers, then replay or discard.",
    };
}
