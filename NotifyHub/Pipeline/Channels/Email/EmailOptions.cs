using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>What mails to people hold beside their words. Section <c>NotifyHub:Email</c>; the server is set in <c>NotifyHub:Email:Smtp</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Email";

    /// <summary>Address at which people reach this hub, for links to unsubscribe, such as https://notify.example.com; empty: mails carry none. Key: NotifyHub:Email:PublicUrl.</summary>
    public string PublicUrl { get; set; } = "";
}

internal sealed class EmailOptionsValidator : IValidateOptions<EmailOptions>
{
    public ValidateOptionsResult Validate(string? name, EmailOptions options) =>
        options.PublicUrl.Length == 0 || (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url is { Query: "", Fragment: "" })
            ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail($"{EmailOptions.Section}:PublicUrl must be an absolute https address without a query.");
}
