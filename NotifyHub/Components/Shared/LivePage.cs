using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using NotifyHub.Insights.Live;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Shared;

/// <summary>A page that reads at its address, reads again when the address changes, and follows what is committed. The member is asked for anew each time.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private IDisposable? _live;
    private ITimer? _pulse;
    private string _path = "";

    [Inject]
    protected ICurrentMember Members { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    [Inject]
    private LiveFeed Live { get; set; } = default!;

    [CascadingParameter]
    private ViewerZone? Viewer { get; set; }

    /// <summary>In which times are read.</summary>
    protected ViewerZone Zone => Viewer ?? ViewerZone.Utc;

    /// <summary>The part of the address from "?".</summary>
    protected string Query => new Uri(Navigation.Uri).Query;

    /// <summary>What the page follows.</summary>
    protected abstract LiveTopics Follows { get; }

    /// <summary>Reads anew this often although nothing changed, where time itself changes what is shown; null for never.</summary>
    protected virtual TimeSpan? Pulse => null;

    /// <summary>Reads what the address names.</summary>
    protected abstract Task LoadAsync(Member member);

    /// <summary>After a commit; reads everything again unless the page knows better.</summary>
    protected virtual Task FollowAsync(Member member) => LoadAsync(member);

    /// <summary>The page is left; ends what it still waits for.</summary>
    protected virtual void Leave()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        _live?.Dispose();
        _pulse?.Dispose();
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _path = PathOf(Navigation.Uri);
        Navigation.LocationChanged += Moved;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => await LoadAsync(await Members.GetAsync());

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            var member = await Members.GetAsync();
            _live = Live.Subscribe(member.ProjectId, Follows, () => TurnAsync(FollowAsync));
            _pulse = Pulse is { } every ? Time.CreateTimer(state => _ = TurnAsync(FollowAsync), null, every, every) : null;
        }
    }

    // A new path sets parameters, which reads; a new query alone does not.
    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        var path = PathOf(moved.Location);
        if (path == _path)
        {
            _ = TurnAsync(LoadAsync);
        }
        _path = path;
    }

    private Task TurnAsync(Func<Member, Task> read) => InvokeAsync(async () =>
    {
        try
        {
            await read(await Members.GetAsync());
            StateHasChanged();
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    });

    private static string PathOf(string uri) => new Uri(uri).AbsolutePath;
}
