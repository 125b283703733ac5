using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Pipeline.Feedback.Events;

/// <summary>Removes what a person did in an app, with its ties. What campaigns counted says nothing of anybody and stays.</summary>
internal sealed class EventErasure : IErasurePart
{
    private const int Slice = 200;

    internal const string OfUser = "select id from events where project_id = @project and user_id = @user and id < @until limit @limit";
    private const string Ties = "delete from event_impacts where event_id = @id";
    private const string Event = "delete from events where id = @id";

    /// <inheritdoc/>
    public async ValueTask<int> EraseAsync(WriteSession session, ErasedPerson person)
    {
        // Ids are made when an event arrives: what comes after the wish is somebody new's.
        var until = HubIds.FloorAt(person.At.AddMilliseconds(1));
        var found = await session.Prepare(OfUser).Bind(person.ProjectId, person.UserId, until, Slice).QueryAsync(row => new object?[] { row.GetInt64(0) });
        if (found.Count > 0)
        {
            await session.Prepare(Ties).ExecuteManyAsync(found);
            await session.Prepare(Event).ExecuteManyAsync(found);
            session.Changed(person.ProjectId, HubTables.Events);
        }
        return found.Count;
    }
}
