namespace NotifyHub.Sandbox.Phones;

/// <summary>What of a phone outlives the process: its identity, not its messages.</summary>
internal sealed record SavedPhone(string Id, string Name, PhonePlatform Platform, string App, string Token)
{
    public DateTimeOffset AddedAt { get; init; }
    public string? Environment { get; init; }
    public string? DeviceId { get; init; }
    public bool RegistersItself { get; init; }
    public DateTimeOffset? UninstalledAt { get; init; }
    public HubLink? Hub { get; init; }
    public string? PrivateKey { get; init; }
    public string? Auth { get; init; }

    /// <summary>The same phone after the app was installed (again): the vendor gives it a new name.</summary>
    public SavedPhone WithFreshToken()
    {
        var fresh = this with { Token = PhoneToken.Create(Platform), UninstalledAt = null };
        if (Platform != PhonePlatform.Web)
        {
            return fresh;
        }

        using var keys = SubscriptionKeys.Create();
        return fresh with { PrivateKey = keys.SavePrivateKey(), Auth = keys.AuthText };
    }

    public SubscriptionKeys? LoadKeys() => PrivateKey is not null && Auth is not null ? SubscriptionKeys.Load(PrivateKey, Auth) : null;
}
