using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using NotifyHub.Components.Shared;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Layout;

/// <summary>The frame around every page: bar, navigation, and a boundary that keeps a page's fault inside the page.</summary>
public sealed partial class MainLayout : LayoutComponentBase, IDisposable
{
    private ErrorBoundary? _boundary;
    private Member? _member;
    private ViewerZone _zone = ViewerZone.Utc;
    private bool _denied;
    private bool _sandboxOn;
    private string _path = "";

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private IConfiguration Configuration { get; set; } = default!;

    [Inject]
    private IHostEnvironment Host { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter(Name = "BrowserZone")]
    private string? BrowserZone { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= Moved;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // As the sandbox itself decides: left out, it is on in Development.
        _sandboxOn = Configuration.GetValue<bool?>("NotifyHub:Sandbox:Enabled") ?? Host.IsDevelopment();
        _path = Navigation.ToBaseRelativePath(Navigation.Uri);
        Navigation.LocationChanged += Moved;
        try
        {
            _member = await Members.GetAsync();
            _zone = ViewerZone.Find(_member.TimeZone, BrowserZone);
        }
        catch (AccessDeniedException)
        {
            _denied = true;
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _boundary?.Recover();

    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        _path = Navigation.ToBaseRelativePath(moved.Location).Split('#')[0];
        _ = InvokeAsync(StateHasChanged);
    }
}
