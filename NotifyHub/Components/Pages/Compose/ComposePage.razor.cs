using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NotifyHub.Audience.Targets;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;
using Radzen;

namespace NotifyHub.Components.Pages.Compose;

/// <summary>Writes a push to many. The draft lies in the browser with each change, so that neither a reload nor a lost connection costs it.</summary>
public sealed partial class ComposePage : LivePage
{
    // Faults under these are shown beside their fields.
    private static readonly string[] Shown = ["/title", "/body", "/template", "/route", "/options/ttl", "/options/collapseKey", "/options/richMedia", "/sendAt", "/sendAtLocal"];

    private ComposeState _state = default!;
    private string _typed = "", _sentence = "";
    private string? _key;
    private bool _busy, _maySend, _reading, _again;
    private int _round;

    [Inject]
    private SendExplainer Explainer { get; set; } = default!;

    [Inject]
    private SendIntake Intake { get; set; } = default!;

    [Inject]
    private SendCancellation Cancellation { get; set; } = default!;

    [Inject]
    private TargetDirectory Targets { get; set; } = default!;

    [Inject]
    private AudienceReach Reach { get; set; } = default!;

    [Inject]
    private TemplateLint Lint { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    // What is being written must not change under the hands; only the moment of leaving passes by itself.
    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.None;

    /// <inheritdoc/>
    protected override TimeSpan? Pulse => TimeSpan.FromSeconds(5);

    private string Missing => _state.Draft.To() is null ? "Say who gets it." : _state.AudienceFaults.Count > 0 ? "The audience can't be found as it stands." : "Say what it says.";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new ComposeState(Explainer, Intake, Cancellation, Targets, Reach, Lint, Time);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        _maySend = member.Is(ProjectRole.Operator);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender)
        {
            var member = await Members.GetAsync();
            _key = $"nh_compose_{RowId.Format(RowId.Project, member.ProjectId)}";
            if (Read(await Browser.InvokeAsync<string?>("localStorage.getItem", _key)) is { } kept)
            {
                await BeginAsync(kept);
            }
        }
    }

    private static ComposeDraft? Read(string? kept)
    {
        try
        {
            return kept is null ? null : JsonSerializer.Deserialize<ComposeDraft>(kept);
        }
        catch (JsonException)
        {
            // Of another version of the app, or written by somebody else: then the page begins empty.
            return null;
        }
    }

    private async Task BeginAsync(ComposeDraft draft)
    {
        _state.Begin(draft);
        (_typed, _round) = ("", _round + 1);
        await _state.RefreshAsync((await Members.GetAsync()).ProjectId, Zone);
        StateHasChanged();
    }

    // Typing is faster than reading: while one reading runs, any number of changes asks for one more.
    private async Task ChangedAsync()
    {
        _again = true;
        if (_reading)
        {
            return;
        }
        _reading = true;
        try
        {
            while (_again)
            {
                _again = false;
                await KeepAsync();
                await _state.RefreshAsync((await Members.GetAsync()).ProjectId, Zone);
            }
        }
        finally
        {
            _reading = false;
        }
    }

    private async Task KeepAsync()
    {
        if (_key is not null)
        {
            await Browser.InvokeVoidAsync("localStorage.setItem", _key, JsonSerializer.Serialize(_state.Draft));
        }
    }

    private async Task ClearAsync()
    {
        await BeginAsync(new ComposeDraft());
        await KeepAsync();
    }

    private async Task AgainAsync()
    {
        await BeginAsync(_state.Draft);
        await KeepAsync();
    }

    private async Task CountAsync() => await _state.CountAsync((await Members.GetAsync()).ProjectId);

    private Task SendAsync() => DoAsync(async member =>
    {
        await _state.RefreshAsync(member.ProjectId, Zone);
        if (_state is { Words: { } words, Reach: { } reach })
        {
            _sentence = ComposeWords.Sentence(_state.Draft, words, reach, Zone);
        }
        await _state.SendAsync(member.ProjectId, Zone);
        _typed = "";
        if (_state.Sent is not null && _key is not null)
        {
            // A reload would offer to send it once more.
            await Browser.InvokeVoidAsync("localStorage.removeItem", _key);
        }
    });

    private Task TakeBackAsync() => DoAsync(member => _state.TakeBackAsync(member.ProjectId));

    private async Task DoAsync(Func<Member, Task> deed)
    {
        _busy = true;
        try
        {
            await deed(await Members.RequireAsync(ProjectRole.Operator));
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        finally
        {
            _busy = false;
        }
    }

    private static int Number(long count) => (int)Math.Min(count, int.MaxValue);
}
