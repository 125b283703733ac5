namespace NotifyHub.Data.Rows;

/// <summary>A row that belongs to one project. HubDb filters every such table by the project it was opened for; see <see cref="ProjectScope"/>.</summary>
public interface IProjectRow
{
    /// <summary>Owner.</summary>
    long ProjectId { get; }
}
