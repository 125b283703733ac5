using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace NotifyHub.Alerts;

/// <summary>The mail server that alerts leave by. Section <c>NotifyHub:Email:Smtp</c>; without a host no mail is sent, and the pages say so.</summary>
public sealed class SmtpOptions
{
    /// <summary>Where these options live in configuration.</summary>
    public const string Section = "NotifyHub:Email:Smtp";

    /// <summary>Name or address of the server; empty: no mail.</summary>
    public string Host { get; init; } = "";
    /// <summary>1 to 65535; 587 for submission with STARTTLS, 25 without.</summary>
    public int Port { get; init; } = 587;
    /// <summary>Demand TLS by STARTTLS. (Implicit TLS, port 465, is not spoken.)</summary>
    public bool StartTls { get; init; } = true;
    /// <summary>Account; empty for none.</summary>
    public string User { get; init; } = "";
    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";
    /// <summary>Sender's address.</summary>
    public string From { get; init; } = "";
    /// <summary>Longest time for one mail, seconds, 1 to 120.</summary>
    public int TimeoutSeconds { get; init; } = 20;

    /// <summary>Whether mail can be sent.</summary>
    public bool IsSet => Host.Length > 0;
}

internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var faults = new List<string>();
        if (options.Port is < 1 or > 65535)
        {
            faults.Add($"{SmtpOptions.Section}:Port must be 1 to 65535.");
        }
        if (options.TimeoutSeconds is < 1 or > 120)
        {
            faults.Add($"{SmtpOptions.Section}:TimeoutSeconds must be 1 to 120.");
        }
        if (options.IsSet && !MailAddress.TryCreate(options.From, out _))
        {
            faults.Add($"{SmtpOptions.Section}:From must be an e-mail address when Host is set.");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
