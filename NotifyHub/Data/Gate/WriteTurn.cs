namespace NotifyHub.Data.Gate;

/// <summary>What only one writer may do at a time over all nodes. Held until the commit; costs nothing where there is one writer.</summary>
public enum WriteTurn
{
    /// <summary>The audit log's next entry: it holds the hash of the one before.</summary>
    Audit = 1,
    /// <summary>The first owner, project and master key of an installation.</summary>
    Setup = 2,
    /// <summary>The number of a node.</summary>
    Nodes = 3,
    /// <summary>The keys of templates and the numbers of their versions.</summary>
    Templates = 4,
    /// <summary>The numbers of a provider's credentials, and which of them is active.</summary>
    Credentials = 5,
    /// <summary>The keys of notification types and the numbers of their versions.</summary>
    Types = 6,
}
