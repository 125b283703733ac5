namespace NotifyHub.Security.SignIn;

/// <summary>Unattended first start (containers, tests): used once, on a database without accounts. Section <c>NotifyHub:Bootstrap</c>.</summary>
public sealed class BootstrapOptions
{
    /// <summary>E-mail of the owner to make; empty means that the first visitor sets up. Key: NotifyHub:Bootstrap:OwnerEmail.</summary>
    public string OwnerEmail { get; set; } = "";
    /// <summary>Password; one that breaks the rules is taken, with a warning. Key: NotifyHub:Bootstrap:OwnerPassword.</summary>
    public string OwnerPassword { get; set; } = "";
    /// <summary>Name of the first project. Key: NotifyHub:Bootstrap:Project.</summary>
    public string Project { get; set; } = "My project";
    /// <summary>Server key with every scope: nhs_ and at least 32 characters in all; empty makes none. Key: NotifyHub:Bootstrap:ServerKey.</summary>
    public string ServerKey { get; set; } = "";

    /// <summary>Whether anything is to be made.</summary>
    public bool IsGiven => OwnerEmail.Length > 0 || OwnerPassword.Length > 0 || ServerKey.Length > 0;
}
