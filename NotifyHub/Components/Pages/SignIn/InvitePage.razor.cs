using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Rows;
using NotifyHub.Security.SignIn;
using NotifyHub.Team;

namespace NotifyHub.Components.Pages.SignIn;

/// <summary>Whom a link invites, and their yes. Looking spends nothing.</summary>
public sealed partial class InvitePage
{
    private EditContext _form = default!;
    private ValidationMessageStore _messages = default!;
    private ShownInvitation? _shown;
    private string? _signedIn, _refusal;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Parameter]
    public string Token { get; set; } = "";

    [SupplyParameterFromForm]
    private Answer Input { get; set; } = null!;

    [Inject]
    private InvitationDoor Door { get; set; } = default!;

    [Inject]
    private UserManager<HubUser> Users { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Input ??= new Answer();
        _form = new EditContext(Input);
        _messages = new ValidationMessageStore(_form);
        _signedIn = (await Users.GetUserAsync(Http.User))?.Email;
        _shown = await Door.LookAsync(Token, Http.RequestAborted);
        Input.IsNew = _shown is { HasAccount: false } && _signedIn is null;
        if (_shown is null && !Http.Response.HasStarted)
        {
            // Not 404: that would be answered by the page for unknown addresses.
            Http.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private async Task SubmitAsync()
    {
        if (_shown is not { } shown)
        {
            return;
        }
        if (_signedIn is not null)
        {
            _refusal = await Door.JoinAsync(Http, Token, Http.RequestAborted);
        }
        else if (!shown.HasAccount)
        {
            var faults = await Door.MakeAccountAsync(Http, Token, Input.Name ?? "", Input.Password ?? "", Http.RequestAborted);
            _refusal = faults.FirstOrDefault(fault => fault.Field.Length == 0)?.Message;
            foreach (var fault in faults.Where(fault => fault.Field.Length > 0))
            {
                _messages.Add(_form.Field(fault.Field), fault.Message);
            }
            if (faults.Count > 0)
            {
                Forget();
                return;
            }
        }
        else
        {
            _refusal = "Sign in first.";
        }
        if (_refusal is null)
        {
            Navigation.NavigateTo("/");
        }
    }

    // A password is never written back into a page.
    private void Forget() => Input.Password = "";

    private sealed class Answer : IValidatableObject
    {
        /// <summary>Of our own making, never of the form's: only a new account needs the fields.</summary>
        internal bool IsNew { get; set; }

        [StringLength(100, ErrorMessage = "At most 100 characters.")]
        public string? Name { get; set; } = "";

        [StringLength(PasswordRules.Longest, ErrorMessage = "At most 256 characters.")]
        public string? Password { get; set; } = "";

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (IsNew && string.IsNullOrWhiteSpace(Name))
            {
                yield return new ValidationResult("Enter your name.", [nameof(Name)]);
            }
            if (IsNew && string.IsNullOrEmpty(Password))
            {
                yield return new ValidationResult("Choose a password.", [nameof(Password)]);
            }
        }
    }
}
