namespace NotifyHub.Data.Rows;

/// <summary>Whose rows a database context may see. The default sees no project's rows, so that forgetting to choose shows nothing rather than everything.</summary>
public readonly record struct ProjectScope
{
    private ProjectScope(long id, bool all) => (Id, All) = (id, all);

    /// <summary>The project, 0 for none.</summary>
    public long Id { get; }

    /// <summary>True for the workers' own view over all projects.</summary>
    public bool All { get; }

    /// <summary>One project.</summary>
    public static ProjectScope Of(long projectId) => new(projectId, all: false);

    /// <summary>Every project: only for workers and start-up, never for a request. A test lists who says this.</summary>
    public static ProjectScope EveryProject => new(0, all: true);
}
