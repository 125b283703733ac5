using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Egress;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>The providers as the app registers them, with their settings given here.</summary>
internal sealed class ProviderHost : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Settings are pairs of key (below <c>NotifyHub:</c>) and value.</summary>
    public ProviderHost(params (string Key, string Value)[] settings) : this(null, settings) { }

    /// <summary>As above, with a change to what is registered.</summary>
    public ProviderHost(Action<IServiceCollection>? change, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"NotifyHub:{s.Key}", (string?)s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPushProviders(configuration);
        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public SetClock Clock { get; } = new();

    public EgressAllowList AllowList => _services.GetRequiredService<EgressAllowList>();

    public IPushProvider Provider(string name) => _services.GetServices<IPushProvider>().Single(p => p.Name == name);

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();
}
