using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api.Http;

/// <summary>The project in a route: its id, or <c>current</c> for the key's own.</summary>
internal static class ProjectRoute
{
    private const string Current = "current";

    /// <summary>The caller's project.</summary>
    /// <exception cref="RefusedException">404: a key speaks for its own project; another's id names nothing, like an unknown one.</exception>
    public static long Require(string project, KeyCaller caller) =>
        project == Current || WireId.Require(RowId.Project, project) == caller.ProjectId ? caller.ProjectId : throw WireId.NotFound(project);
}
