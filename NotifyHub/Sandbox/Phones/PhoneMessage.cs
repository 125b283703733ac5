namespace NotifyHub.Sandbox.Phones;

/// <summary>How far a message has come on the phone.</summary>
public enum PhoneMessageState
{
    /// <summary>The app has it; nothing is shown (a silent push).</summary>
    Received,
    /// <summary>On the screen.</summary>
    Shown,
    /// <summary>Tapped.</summary>
    Opened,
    /// <summary>Swiped away.</summary>
    Dismissed,
    /// <summary>A button was pressed.</summary>
    Action,
    /// <summary>Answered in words.</summary>
    Reply,
}

/// <summary>A message on a phone.</summary>
/// <param name="Id">Its number on this phone, from 1.</param>
/// <param name="Push">What arrived.</param>
/// <param name="ReceivedAt">When the phone got it (later than the vendor did, when the phone was offline).</param>
/// <param name="State">How far it has come.</param>
/// <param name="ActionId">The button that was pressed.</param>
/// <param name="ReplyText">The words of the reply.</param>
/// <param name="Copies">How often the same delivery arrived; the app shows it once.</param>
public sealed record PhoneMessage(
    int Id, PhonePush Push, DateTimeOffset ReceivedAt, PhoneMessageState State, string? ActionId = null, string? ReplyText = null, int Copies = 1)
{
    /// <summary>Shown and not yet dealt with.</summary>
    public bool IsUnread => State == PhoneMessageState.Shown;
}
