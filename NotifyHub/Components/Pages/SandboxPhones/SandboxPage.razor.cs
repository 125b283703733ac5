using Microsoft.AspNetCore.Components;
using NotifyHub.Data.Rows;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.SandboxPhones;

/// <summary>The simulated phones, live: drawn again shortly after any of them changes.</summary>
public sealed partial class SandboxPage : ComponentBase, IDisposable
{
    /// <summary>A burst of arrivals is drawn once.</summary>
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>The phones' clocks show minutes.</summary>
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(15);

    private ITimer? _draw;
    private ITimer? _tick;
    private int _drawing;
    private bool _adding;

    [Inject]
    private SandboxAccess Sandbox { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private IReadOnlyList<Phone> Phones => Sandbox.Host?.Phones.All() ?? [];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Sandbox.Host is { } host)
        {
            host.Phones.Changed -= Changed;
            host.Browsers.Changed -= Changed;
        }

        _draw?.Dispose();
        _tick?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || Sandbox.Host is not { } host)
        {
            return;
        }

        _draw = Time.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _tick = Time.CreateTimer(_ => Draw(), null, ClockTick, ClockTick);
        host.Phones.Changed += Changed;
        host.Browsers.Changed += Changed;
        // What arrived between the first drawing and the subscription.
        Draw();
    }

    private void Changed(Phone phone) => Changed();

    private void Changed()
    {
        if (Interlocked.Exchange(ref _drawing, 1) == 0)
        {
            _draw?.Change(DrawEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private void Draw()
    {
        Interlocked.Exchange(ref _drawing, 0);
        _ = InvokeAsync(StateHasChanged);
    }

    private async Task DoAsync(Action deed)
    {
        await Members.RequireAsync(ProjectRole.Operator);
        deed();
    }

    private Task AddAsync(PhoneSpec spec) => DoAsync(() =>
    {
        Sandbox.Host!.Phones.Add(spec);
        _adding = false;
    });
}
