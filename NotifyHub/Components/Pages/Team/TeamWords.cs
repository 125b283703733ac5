using NotifyHub.Data.Rows;
using NotifyHub.Team;

namespace NotifyHub.Components.Pages.Team;

/// <summary>Roles and answers in words.</summary>
internal static class TeamWords
{
    /// <summary>What each role may, the highest first.</summary>
    public static IReadOnlyList<(ProjectRole Role, string Meaning)> Roles { get; } =
    [
        (ProjectRole.Owner, "Everything; alone makes and removes owners."),
        (ProjectRole.Admin, "Keys, providers, webhooks, settings, and the team below owners."),
        (ProjectRole.Operator, "Sends, retries, cancels and pauses; edits types, segments and schedules."),
        (ProjectRole.Viewer, "Reads."),
    ];

    /// <summary>Roles that a member may give: none above their own.</summary>
    public static IEnumerable<(ProjectRole Role, string Meaning)> GivenBy(ProjectRole own) => Roles.Where(role => role.Role >= own);

    /// <summary>Null when it is done.</summary>
    public static string? FaultOf(TeamAnswer answer) => answer switch
    {
        TeamAnswer.Done => null,
        TeamAnswer.LastOwner => "A project needs an owner. Make somebody else one first.",
        TeamAnswer.NotAllowed => "Your role does not reach that far.",
        _ => "This was changed elsewhere meanwhile.",
    };
}
