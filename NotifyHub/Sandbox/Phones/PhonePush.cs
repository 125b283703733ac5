namespace NotifyHub.Sandbox.Phones;

/// <summary>A push as it reaches the phone: the vendor's envelope opened, its words read.</summary>
public sealed record PhonePush
{
    /// <summary>The hub's delivery id; null when the sender is not the hub.</summary>
    public string? MsgId { get; init; }
    /// <summary>First line.</summary>
    public string? Title { get; init; }
    /// <summary>Second line (iOS).</summary>
    public string? Subtitle { get; init; }
    /// <summary>The text.</summary>
    public string? Body { get; init; }
    /// <summary>https image.</summary>
    public string? ImageUrl { get; init; }
    /// <summary>Buttons.</summary>
    public IReadOnlyList<PhoneAction> Actions { get; init; } = [];
    /// <summary>The number that the app icon shall show; null leaves it.</summary>
    public int? Badge { get; init; }
    /// <summary>The app is woken, nothing is shown.</summary>
    public bool Silent { get; init; }
    /// <summary>Replaces a message of the same key that waits at the vendor.</summary>
    public string? CollapseKey { get; init; }
    /// <summary>Replaces a message of the same key that is on the screen.</summary>
    public string? ReplaceKey { get; init; }
    /// <summary>The vendor keeps it until then for a phone that is offline; the past means: now or never.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    /// <summary>The vendor's payload as the app gets it, decrypted.</summary>
    public required string Payload { get; init; }
}

/// <summary>A button under a message.</summary>
/// <param name="Id">What comes back with the interaction.</param>
/// <param name="Title">What it says.</param>
/// <param name="IsTextInput">Opens a text field; the words come back as a reply.</param>
/// <param name="IsDestructive">Shown in red.</param>
public sealed record PhoneAction(string Id, string Title, bool IsTextInput = false, bool IsDestructive = false);
