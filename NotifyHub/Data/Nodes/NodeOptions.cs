using Microsoft.Extensions.Options;

namespace NotifyHub.Data.Nodes;

/// <summary>This process among the nodes of the hub. Section <c>NotifyHub</c>, keys <c>Role</c> and <c>Nodes</c>.</summary>
public sealed class NodeOptions
{
    /// <summary>all, web or worker; also <c>--role</c>. Key: NotifyHub:Role.</summary>
    public string Role { get; set; } = "all";

    /// <summary>How long a claim holds its rows, 30 to 600 s: so long the work of a node that died rests. Key: NotifyHub:Nodes:LeaseSeconds.</summary>
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>The lease.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary>The role as a value.</summary>
    public NodeRole Kind => Enum.Parse<NodeRole>(Role, ignoreCase: true);

    internal static bool IsRole(string role) => Enum.GetNames<NodeRole>().Contains(role, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Says what is wrong.</summary>
internal sealed class NodeOptionsValidator(IOptions<DatabaseOptions> database) : IValidateOptions<NodeOptions>
{
    public ValidateOptionsResult Validate(string? name, NodeOptions options)
    {
        var faults = new List<string>();
        if (!NodeOptions.IsRole(options.Role))
        {
            faults.Add("NotifyHub:Role must be all, web or worker.");
        }
        else if (options.Kind != NodeRole.All && database.Value.Provider == "sqlite")
        {
            faults.Add("NotifyHub:Role must be all on sqlite: its file belongs to one process. Several nodes need postgres.");
        }
        if (options.LeaseSeconds is < 30 or > 600)
        {
            faults.Add("NotifyHub:Nodes:LeaseSeconds must be 30 to 600.");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
