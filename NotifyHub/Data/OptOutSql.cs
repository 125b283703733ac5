using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>
/// Whether somebody opted out of a category: one text for fan-out, dispatch and dry runs. A device stands for its user and for its fingerprint, and a user for the fingerprint
/// that the backend told of them; each of the three may have opted out.
/// </summary>
internal static class OptOutSql
{
    /// <summary>Whether anybody of the project is out of anything: the index is empty for a project without opt-outs, and then nothing more is asked. Parameter: @project.</summary>
    public const string Any = "select 1 from opt_outs where project_id = @project and opted_out = 1 limit 1";

    /// <summary>Of these devices, those whose people are out of @category. The ids are numbers, which may stand in the text. Parameters: @project, @category.</summary>
    public static string Devices(IEnumerable<long> ids) =>
        $"select v.id from devices v where v.id in ({string.Join(',', ids)}) and v.project_id = @project and {IsOut("v.project_id", "v.user_id", "v.fingerprint_hex", "@category")}";

    /// <summary>A condition over columns (or parameters) of project, user id, fingerprint and category, any of which but the first may be null; none of an alias a, o or holder.</summary>
    public static string IsOut(string project, string user, string fingerprint, string category) => $"""
        exists (select 1 from opt_outs a where a.project_id = {project} and a.opted_out = 1) and (
            exists (select 1 from opt_outs o where o.project_id = {project} and o.subject = {(int)ConsentSubject.User} and o.subject_id = {user} and o.category = {category} and o.opted_out = 1)
            or exists (select 1 from opt_outs o where o.project_id = {project} and o.subject = {(int)ConsentSubject.Fingerprint} and o.subject_id = {fingerprint} and o.category = {category} and o.opted_out = 1)
            or exists (select 1 from people holder join opt_outs o on o.project_id = holder.project_id and o.subject = {(int)ConsentSubject.Fingerprint} and o.subject_id = holder.fingerprint_hex and o.category = {category} and o.opted_out = 1
                where holder.project_id = {project} and holder.user_id = {user}))
        """;
}
