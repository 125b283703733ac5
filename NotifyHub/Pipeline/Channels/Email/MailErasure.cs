using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Forgets mails of a person that were kept to be looked at.</summary>
internal sealed class MailErasure : IErasurePart
{
    internal const string Drop = "delete from outbox_mails where id in (select id from outbox_mails where project_id = @project and user_id = @user limit 200)";

    /// <inheritdoc/>
    public async ValueTask<int> EraseAsync(WriteSession session, ErasedPerson person)
    {
        var gone = await session.Prepare(Drop).Bind(person.ProjectId, person.UserId).ExecuteAsync();
        session.Changed(person.ProjectId, HubTables.Mail);
        return gone;
    }
}
