using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Webhooks;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Tenancy;
using NotifyHub.Webhooks;
using Radzen;

namespace NotifyHub.Components.Pages.Webhooks;

/// <summary>One webhook: how it stands, what it was told, how it answered, and what an admin may do.</summary>
public sealed partial class WebhookPage : LivePage
{
    private const int PageSize = 50;
    private static readonly (string Name, string Label)[] Tabs = [("", "All"), ("pending", "On their way"), ("failed", "Given up"), ("delivered", "Delivered")];

    private WebhookEndpoint? _endpoint;
    private IReadOnlyList<WebhookMessage> _messages = [];
    private PostAnswer? _test;
    private Tone _tone;
    private string _label = "", _show = "";
    private string? _secret;
    private long? _before, _older;
    private bool _mayChange, _editing, _busy;

    /// <summary>Wire id, <c>whk_...</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private WebhookDesk Desk { get; set; } = default!;

    [Inject]
    private WebhookMessages Messages { get; set; } = default!;

    [Inject]
    private WebhookQueries Queries { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Webhooks;

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query);
        _show = Array.Find(Tabs, tab => query.TryGetValue("state", out var wanted) && tab.Name == wanted).Name ?? "";
        _before = query.TryGetValue("before", out var before) && RowId.TryParse(RowId.WebhookMessage, before, out var row) ? row : null;
        _mayChange = member.Is(ProjectRole.Admin);
        _endpoint = RowId.TryParse(RowId.Webhook, Id, out var id) ? await Desk.FindAsync(member.ProjectId, id) : null;
        if (_endpoint is null)
        {
            return;
        }
        (_label, _tone) = WebhookWords.StateOf(_endpoint);
        WebhookMessageState? state = Enum.TryParse<WebhookMessageState>(_show, ignoreCase: true, out var known) ? known : null;
        var messages = await Queries.MessagesAsync(member.ProjectId, _endpoint.Id, state, _before, PageSize + 1);
        (_messages, _older) = ([.. messages.Take(PageSize)], messages.Count > PageSize ? messages[PageSize - 1].Id : null);
    }

    private async Task<IReadOnlyList<WebhookAttempt>> TriesAsync(long message) => await Queries.AttemptsAsync((await Members.GetAsync()).ProjectId, message);

    private Task TestAsync() => DoAsync(async admin => _test = (await Messages.TestAsync(admin, _endpoint!.Id))?.Answer);

    private Task SaveAsync(WebhookWish wish) => DoAsync(async admin =>
    {
        await Desk.ChangeAsync(admin, _endpoint!.Id, wish);
        _editing = false;
    });

    private Task RotateAsync(TimeSpan overlap) => DoAsync(async admin => _secret = (await Desk.RotateAsync(admin, _endpoint!.Id, overlap))?.Secret);

    private Task SwitchAsync(bool on) => DoAsync(admin => Desk.ChangeAsync(admin, _endpoint!.Id, new WebhookWish(_endpoint.Url, WebhookEvents.NamesIn(_endpoint.Events), _endpoint.Description, on)));

    private async Task RemoveAsync()
    {
        var gone = false;
        await DoAsync(async admin => gone = await Desk.DeleteAsync(admin, _endpoint!.Id));
        if (gone)
        {
            Navigation.NavigateTo("/webhooks");
        }
    }

    private Task ReplayAsync(long message) => DoAsync(async admin =>
    {
        if (await Messages.ReplayAsync(admin, _endpoint!.Id, message) == true)
        {
            Toasts.Notify(NotificationSeverity.Info, _endpoint.Stop == WebhookStop.None ? "It is on its way again." : "It goes once the webhook is switched on.");
        }
    });

    private Task ReplayFailedAsync() => DoAsync(async admin =>
    {
        var count = await Messages.ReplayFailedAsync(admin, _endpoint!.Id);
        Toasts.Notify(NotificationSeverity.Info, count == 1 ? "One message is on its way again." : $"{count} messages are on their way again.");
    });

    // The role is asked for anew: a page that was opened by an admin may be clicked by somebody who is none any more.
    private async Task DoAsync(Func<ProjectAdmin, Task> deed)
    {
        _busy = true;
        try
        {
            var member = await Members.RequireAsync(ProjectRole.Admin);
            await deed(ProjectAdmin.From(member));
            await LoadAsync(member);
            // A row asks for some deeds, and then only it would be drawn anew.
            StateHasChanged();
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        catch (RefusedException refused) when (!_editing)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not done", refused.Message);
        }
        finally
        {
            _busy = false;
        }
    }

    private string Href(string state, long? before)
    {
        var query = string.Join('&', new[] { state.Length > 0 ? $"state={state}" : null, before is { } id ? $"before={RowId.Format(RowId.WebhookMessage, id)}" : null }.OfType<string>());
        return $"/webhooks/{Id}{(query.Length > 0 ? "?" + query : "")}";
    }
}
