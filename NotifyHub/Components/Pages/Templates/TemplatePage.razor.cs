using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;
using Radzen;

namespace NotifyHub.Components.Pages.Templates;

/// <summary>A template under the writer's hands, with what its readers would get beside it. The address names the version; what is not saved lives here only.</summary>
public sealed partial class TemplatePage : LivePage
{
    private TemplateState _state = default!;
    private IReadOnlyList<Fault> _nameFaults = [];
    private bool _mayWrite, _busy;

    /// <summary>Wire id, <c>tpl_...</c>, or <c>new</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private TemplateShelf Shelf { get; set; } = default!;

    [Inject]
    private TemplateDesk Desk { get; set; } = default!;

    [Inject]
    private TemplateLint Lint { get; set; } = default!;

    [Inject]
    private TemplatePreview Preview { get; set; } = default!;

    [Inject]
    private NotificationService Toasts { get; set; } = default!;

    // Nothing is read again behind the writer's back: it would take what was typed away.
    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.None;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new TemplateState(Shelf, Preview, Lint);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        _mayWrite = member.Is(ProjectRole.Admin);
        var version = QueryHelpers.ParseQuery(Query).TryGetValue("version", out var text) && int.TryParse(text, out var number) ? number : (int?)null;
        return _state.LoadAsync(member.ProjectId, Id, version);
    }

    private void Refresh()
    {
        _state.Refresh();
        StateHasChanged();
    }

    private Task CreateAsync() => DoAsync(async by =>
    {
        var draft = _state.Draft;
        var made = await Desk.CreateAsync(by, new NewTemplate(draft.Key.Trim(), draft.Name.Trim(), draft.Description, _state.ToBody(), draft.Note));
        Toasts.Notify(NotificationSeverity.Success, "Created.", "Version 1 is sent from now on.");
        Navigation.NavigateTo($"/templates/{RowId.Format(RowId.Template, made.Template.Id)}");
    });

    private Task SaveAsync(bool publish) => DoAsync(async by =>
    {
        var saved = await Desk.AddVersionAsync(by, _state.Stored!.Template.Id, _state.ToBody(), _state.Draft.Note, publish);
        Toasts.Notify(NotificationSeverity.Success, $"Saved as version {saved.Version.Number}.", publish ? "It is sent from now on." : "It is not sent yet.");
        var here = $"/templates/{Id}";
        if (publish && new Uri(Navigation.Uri).Query.Length == 0)
        {
            await LoadAsync(await Members.GetAsync());
        }
        else
        {
            Navigation.NavigateTo(publish ? here : $"{here}?version={saved.Version.Number}");
        }
    });

    private Task PublishAsync() => DoAsync(async by =>
    {
        var number = _state.Stored!.Version.Number;
        await Desk.PublishAsync(by, _state.Stored.Template.Id, number);
        Toasts.Notify(NotificationSeverity.Success, $"Version {number} is sent from now on.");
        await LoadAsync(await Members.GetAsync());
    });

    private Task SaveNamesAsync() => DoAsync(async by =>
    {
        var draft = _state.Draft;
        await Desk.ChangeAsync(by, _state.Stored!.Template.Id, draft.Key.Trim(), draft.Name.Trim(), draft.Description);
        Toasts.Notify(NotificationSeverity.Success, "Saved.");
        await LoadAsync(await Members.GetAsync());
    });

    private Task DeleteAsync() => DoAsync(async by =>
    {
        var (id, name) = (_state.Stored!.Template.Id, _state.Stored.Template.Name);
        await Desk.ArchiveAsync(by, id);
        Toasts.Notify(new NotificationMessage
        {
            Severity = NotificationSeverity.Info, Summary = $"“{name}” is deleted.", Detail = "Click here to take it back.", Duration = 10_000, Click = message => _ = RestoreAsync(id),
        });
        Navigation.NavigateTo("/templates");
    });

    private async Task RestoreAsync(long id)
    {
        try
        {
            var member = await Members.RequireAsync(ProjectRole.Admin);
            await Desk.RestoreAsync(ProjectAdmin.From(member), id);
            Navigation.NavigateTo($"/templates/{RowId.Format(RowId.Template, id)}");
        }
        catch (Exception error) when (error is RefusedException or AccessDeniedException)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not restored", error.Message);
        }
    }

    // Asked anew: the role may have changed since the page was drawn.
    private async Task DoAsync(Func<ProjectAdmin, Task> deed)
    {
        (_busy, _nameFaults) = (true, []);
        try
        {
            await deed(ProjectAdmin.From(await Members.RequireAsync(ProjectRole.Admin)));
        }
        catch (RefusedException refused)
        {
            _nameFaults = refused.Faults;
            Toasts.Notify(NotificationSeverity.Error, "Not saved", refused.Message);
        }
        catch (AccessDeniedException denied)
        {
            Toasts.Notify(NotificationSeverity.Error, "Not allowed", denied.Message);
        }
        finally
        {
            _busy = false;
            StateHasChanged();
        }
    }

    private static string OneLine(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "{}";
        }
        catch (System.Text.Json.JsonException)
        {
            return "{}";
        }
    }
}
