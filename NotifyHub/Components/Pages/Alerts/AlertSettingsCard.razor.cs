using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Alerts;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Security.Tenancy;
using Radzen;

namespace NotifyHub.Components.Pages.Alerts;

/// <summary>Addresses, webhook and threshold of a project, with a test whose outcome shows here.</summary>
public sealed partial class AlertSettingsCard : ComponentBase, IDisposable
{
    private const int TestsShown = 4;
    private static readonly TimeSpan TestsStay = TimeSpan.FromMinutes(10);

    private AlertSettings _settings = new();
    private IReadOnlyList<AlertMessage> _tests = [];
    private IReadOnlyList<Fault> _faults = [];
    private string _emails = "", _webhook = "", _backlog = "";
    private string? _secret;
    private bool _mayChange, _busy;
    private IDisposable? _live;

    [Inject]
    private AlertSettingsDesk Desk { get; set; } = default!;

    [Inject]
    private AlertControl Control { get; set; } = default!;

    [Inject]
    private AlertQueries Queries { get; set; } = default!;

    [Inject]
    private ICurrentMember Members { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    [Inject]
    private IOptions<SmtpOptions> Smtp { get; set; } = default!;

    [Inject]
    private IOptions<AlertingOptions> Options { get; set; } = default!;

    [Inject]
    private LiveFeed Live { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => _live?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var member = await Members.GetAsync();
        _mayChange = member.Is(ProjectRole.Admin);
        Show(await Desk.ReadAsync(member.ProjectId));
        await TestsAsync(member);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            var member = await Members.GetAsync();
            _live = Live.Subscribe(member.ProjectId, LiveTopics.Alerts, () => InvokeAsync(async () =>
            {
                await TestsAsync(await Members.GetAsync());
                StateHasChanged();
            }));
        }
    }

    private Task SaveAsync(bool newSecret) => DoAsync(async member =>
    {
        int? backlog = int.TryParse(_backlog, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : _backlog.Trim().Length > 0 ? 0 : null;
        var saved = await Desk.SaveAsync(
            ProjectAdmin.From(member), new AlertWish(AlertAddresses.Split(_emails), string.IsNullOrWhiteSpace(_webhook) ? null : _webhook.Trim(), backlog, newSecret));
        Show(saved.Settings);
        _secret = saved.NewSecret;
        Toasts.Notify(NotificationSeverity.Success, "Saved.");
    });

    private Task TestAsync() => DoAsync(async member =>
    {
        var count = await Control.TestAsync(ProjectAdmin.From(member), _settings, member.ProjectName);
        Toasts.Notify(NotificationSeverity.Info, count == 1 ? "One message is on its way." : $"{count} messages are on their way.");
    });

    // Asked anew: the role may have changed since the card was drawn.
    private async Task DoAsync(Func<Member, Task> deed)
    {
        (_busy, _faults) = (true, []);
        try
        {
            await deed(await Members.RequireAsync(ProjectRole.Admin));
        }
        catch (RefusedException refused)
        {
            _faults = [.. refused.Faults.Select(InWords)];
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

    // The wire points at a place and says "it"; a person sees a field, and which of the lines is meant.
    private Fault InWords(Fault fault) => fault.Pointer.Split('/') switch
    {
        ["", "emails", var at] when AlertAddresses.Split(_emails).ElementAtOrDefault(int.Parse(at, CultureInfo.InvariantCulture)) is { } address =>
            fault with { Message = $"“{address}”{fault.Message["It".Length..]}" },
        ["", "backlogSeconds"] => fault with { Message = "10 to 86400 seconds are allowed." },
        _ => fault,
    };

    private async Task TestsAsync(Member member)
    {
        var since = Time.GetUtcNow() - TestsStay;
        _tests = [.. (await Queries.TestsAsync(member.ProjectId, TestsShown)).Where(test => test.CreatedAt > since)];
    }

    private void Show(AlertSettings settings)
    {
        _settings = settings;
        (_emails, _webhook, _backlog) = (settings.Emails, settings.WebhookUrl ?? "", settings.BacklogSeconds?.ToString(CultureInfo.InvariantCulture) ?? "");
    }
}
