using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Phones;

/// <summary>All simulated phones of one sandbox, and the tokens that its vendors have given out.</summary>
public sealed class PhoneFleet : IDisposable
{
    private readonly ConcurrentDictionary<string, Phone> _phones = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(PhonePlatform Platform, string Token), TokenHolder> _tokens = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HubCaller _caller;
    private readonly PhoneStore _store;
    private readonly TimeProvider _clock;
    private readonly Func<PhonePlatform, string> _demoApp;
    private readonly Func<Uri> _origin;
    private HubLink? _defaultHub;

    internal PhoneFleet(HubCaller caller, PhoneStore store, TimeProvider clock, Func<PhonePlatform, string> demoApp, Func<Uri> origin)
    {
        _caller = caller;
        _store = store;
        _clock = clock;
        _demoApp = demoApp;
        _origin = origin;
        foreach (var saved in store.Load())
        {
            Adopt(saved);
        }
    }

    /// <summary>Raised after any change of a phone, on the thread that made it: hand over to your own and return.</summary>
    public event Action<Phone>? Changed;

    /// <summary>The hub of phones that were given none of their own.</summary>
    public HubLink? DefaultHub
    {
        get => Volatile.Read(ref _defaultHub);
        set
        {
            Volatile.Write(ref _defaultHub, value);
            foreach (var phone in _phones.Values)
            {
                phone.WakeOutbox();
            }
        }
    }

    /// <summary>All phones, the oldest first.</summary>
    public IReadOnlyList<Phone> All() => [.. _phones.Values.OrderBy(phone => phone.Saved.AddedAt).ThenBy(phone => phone.Id, StringComparer.Ordinal)];

    /// <summary>Makes a phone, switched on and with the app installed.</summary>
    /// <exception cref="ArgumentException">The environment is not one of APNs'.</exception>
    public Phone Add(PhoneSpec spec)
    {
        var environment = spec.Platform == PhonePlatform.Ios ? spec.Environment ?? "sandbox" : null;
        if (environment is not null && !PhoneSpec.ApnsEnvironments.Contains(environment, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The environment is one of {string.Join(", ", PhoneSpec.ApnsEnvironments)}", nameof(spec));
        }

        var id = $"phone-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var saved = new SavedPhone(id, spec.Name, spec.Platform, spec.App ?? _demoApp(spec.Platform), "")
        {
            AddedAt = _clock.GetUtcNow(),
            Environment = environment,
            RegistersItself = spec.RegistersItself,
            Hub = spec.Hub,
        };
        var phone = Adopt(saved.WithFreshToken());
        Keep(phone);
        if (spec.RegistersItself)
        {
            phone.Register();
        }

        Raise(phone);
        return phone;
    }

    /// <summary>The phone of this id.</summary>
    public Phone? Find(string id) => _phones.GetValueOrDefault(id);

    /// <summary>The phone that this token reaches now.</summary>
    public Phone? Find(PhonePlatform platform, string token) =>
        _tokens.TryGetValue((platform, token), out var holder) && holder.DeadSince is null ? holder.Phone : null;

    /// <summary>When this token died; null when it lives or was never given out.</summary>
    public DateTimeOffset? DeadSince(PhonePlatform platform, string token) => _tokens.GetValueOrDefault((platform, token))?.DeadSince;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _caller.Dispose();
        _stopping.Dispose();
    }

    internal Uri EndpointOf(string token) => new(_origin(), $"/wpush/{token}");

    internal void Raise(Phone phone) => Changed?.Invoke(phone);

    /// <summary>Notes what its token is worth now, and saves the fleet.</summary>
    internal void Keep(Phone phone)
    {
        _tokens[(phone.Platform, phone.Token)] = new TokenHolder(phone, phone.UninstalledAt);
        _store.Save(_phones.Values.Select(one => one.Saved));
    }

    private Phone Adopt(SavedPhone saved)
    {
        var phone = new Phone(saved, this, _caller, _clock, _stopping.Token);
        _phones[phone.Id] = phone;
        _tokens[(phone.Platform, phone.Token)] = new TokenHolder(phone, phone.UninstalledAt);
        return phone;
    }

    private sealed record TokenHolder(Phone Phone, DateTimeOffset? DeadSince);
}
