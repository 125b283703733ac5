using Microsoft.AspNetCore.Components;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Preferences;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.PreferenceLink;

/// <summary>
/// The matrix of whoever a link names. Looking changes nothing; saving writes only what differs from what the page showed, so that an old tab undoes nothing. The link is the proof,
/// and the form holds an antiforgery token beside it.
/// </summary>
public sealed partial class PreferenceLinkPage
{
    private PersonWishes? _wishes;
    private string? _project, _fault;
    private bool _isSaved;
    private PreferenceHolder? _holder;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Parameter]
    public string Token { get; set; } = "";

    [Inject]
    private PreferenceLinks Links { get; set; } = default!;

    [Inject]
    private PersonRegistry People { get; set; } = default!;

    [Inject]
    private PreferenceMatrix Matrix { get; set; } = default!;

    [Inject]
    private Projects Projects { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Whoever was erased has no choices, and none are made for them.
        if (Links.Read(Token) is { } holder && await People.UserIdAsync(holder.ProjectId, holder.PersonId, Http.RequestAborted) is not null)
        {
            _holder = holder;
            _project = await Projects.NameAsync(holder.ProjectId, Http.RequestAborted);
            _wishes = await Matrix.OfAsync(holder.ProjectId, holder.PersonId, Http.RequestAborted);
        }
        else if (!Http.Response.HasStarted)
        {
            // Not 404: that would be answered by the page for unknown addresses.
            Http.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private async Task SaveAsync()
    {
        if (_holder is not { } holder || _wishes is null)
        {
            return;
        }
        var form = await Http.Request.ReadFormAsync(Http.RequestAborted);
        var changes = form["deed"] == "no_mail" ? CellForm.NoMail(_wishes) : CellForm.Changes(_wishes, form["was"].ToString(), [.. form["on"].OfType<string>()]);
        try
        {
            await Matrix.SetAsync(holder.ProjectId, holder.PersonId, changes, new ConsentOrigin("preference_link", null, Http.Connection.RemoteIpAddress?.ToString()), Http.RequestAborted);
            _isSaved = true;
        }
        catch (RefusedException refused)
        {
            _fault = refused.Faults.Count > 0 ? string.Join(" ", refused.Faults.Select(fault => fault.Message)) : refused.Message;
        }
        _wishes = await Matrix.OfAsync(holder.ProjectId, holder.PersonId, Http.RequestAborted);
    }
}
