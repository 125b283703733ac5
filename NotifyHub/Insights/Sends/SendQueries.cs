using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>The list of sends: filtered in the database, paged by id, each page at about the same cost.</summary>
public sealed class SendQueries(HubEngine engine)
{
    internal static readonly KeysetReader<SendRow> Reader = new(SendRow.Select, "deliveries", SendRow.Joins, SendRow.Read, row => row.Id);

    /// <summary>One page of 1 to 1,000 rows, newest first.</summary>
    public async Task<ListPage<SendRow>> PageAsync(long projectId, SendFilter filter, ListCursor cursor, int size, CancellationToken cancel = default)
    {
        var page = await Reader.ReadAsync(engine, Conditions(engine, projectId, filter), cursor, Math.Clamp(size, 1, 1000), cancel);
        return page with { Items = await WhyAsync(projectId, page.Items, cancel) };
    }

    /// <summary>These sends as they are now; those that are gone are left out.</summary>
    public async Task<IReadOnlyDictionary<long, SendRow>> TheseAsync(long projectId, IReadOnlyCollection<long> ids, CancellationToken cancel = default)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<long, SendRow>();
        }
        await using var connection = await engine.OpenReadAsync(cancel);
        var rows = await These(engine, projectId, ids).QueryAsync(connection, SendRow.Read, cancel);
        return (await WhyAsync(projectId, rows, cancel)).ToDictionary(row => row.Id);
    }

    /// <summary>The newest that pass the filter, up to so many, with whether there may be more. Looks at so many windows of rows at most, so that a rare match costs no long search.</summary>
    public async Task<(IReadOnlyList<SendRow> Rows, bool More)> MatchingAsync(long projectId, SendFilter filter, int most, CancellationToken cancel = default)
    {
        const int pageSize = 1000;
        var rows = new List<SendRow>();
        ListCursor? cursor = default(ListCursor);
        for (var looks = 2 * most / pageSize; cursor is { } at && rows.Count < most && looks > 0; looks--)
        {
            var page = await PageAsync(projectId, filter, at, Math.Min(pageSize, most - rows.Count), cancel);
            rows.AddRange(page.Items);
            cursor = page.Older;
        }
        return (rows, cursor is not null);
    }

    /// <summary>How many sends that pass the filter are newer than this one, counted up to <paramref name="most"/>.</summary>
    public Task<int> CountNewerAsync(long projectId, SendFilter filter, long newestId, int most, CancellationToken cancel = default) =>
        Reader.CountNewerAsync(engine, Conditions(engine, projectId, filter), newestId, most, cancel);

    internal static SqlText Resting(long projectId) =>
        new("select provider from provider_states where project_id = @project and quarantined_until is not null", [("@project", projectId)]);

    // A rest is not written to each row that waits for its end; the reader is told all the same.
    private async Task<IReadOnlyList<SendRow>> WhyAsync(long projectId, IReadOnlyList<SendRow> rows, CancellationToken cancel)
    {
        if (!rows.Any(row => row is { Status: DeliveryStatus.Queued, Reason: DeliveryReason.None }))
        {
            return rows;
        }
        await using var connection = await engine.OpenReadAsync(cancel);
        var resting = await Resting(projectId).QueryAsync(connection, row => (ProviderKind)row.GetInt32(0), cancel);
        return resting.Count == 0 ? rows
            : [.. rows.Select(row => row is { Status: DeliveryStatus.Queued, Reason: DeliveryReason.None } && resting.Contains(row.Provider) ? row with { Reason = DeliveryReason.ProviderResting } : row)];
    }

    internal static SqlText These(HubEngine engine, long projectId, IReadOnlyCollection<long> ids)
    {
        var names = ids.Select((id, i) => ($"@id{i}_", (object)id)).ToArray();
        return new SqlText(
            $"select {SendRow.Select} from deliveries t {SendRow.Joins} where t.id in ({string.Join(", ", names.Select(n => n.Item1))}) and {engine.Aside("t.project_id")} = @project",
            [("@project", projectId), .. names]);
    }

    /// <summary>The narrowest index leads; what it does not answer is checked on its rows, aside of any other index.</summary>
    internal static SqlConditions Conditions(HubEngine engine, long projectId, SendFilter filter)
    {
        var where = new SqlConditions();
        var text = filter.Text?.Trim() ?? "";
        var rest = Lead(engine, where, projectId, filter, text);
        Check(rest.DeviceId, "device_id", "@device");
        Check(rest.Campaign, "campaign_id", "@campaign");
        Check(rest.Status is { } status ? (int)status : null, "status", "@status");
        Check(rest.Provider is { } provider ? (int)provider : null, "provider", "@provider");
        Check(rest.Template, "template_id", "@template");
        Check(rest.Category, "category", "@category");
        if (rest.UserId is { } user)
        {
            where.Checked("v.user_id = @user", ("@user", user));
        }
        if (rest.Acked is { } acked)
        {
            where.Checked(acked ? "t.acked_at is not null" : "t.acked_at is null");
        }
        // Ids are made when a send is accepted: a time range is a range of ids.
        if (rest.From is { } from)
        {
            where.Indexed("t.id >= @from", ("@from", HubIds.FloorAt(from)));
        }
        if (rest.To is { } to)
        {
            where.Indexed("t.id < @to", ("@to", HubIds.FloorAt(to)));
        }
        if (!string.IsNullOrEmpty(rest.Text))
        {
            where.Checked($@"(n.title {engine.Like} @like escape '\' or n.preview {engine.Like} @like escape '\' or t.provider_message_id = @word or n.correlation_id = @word)",
                ("@like", SqlConditions.Contains(text)), ("@word", text));
        }
        return where;

        void Check(object? value, string column, string name)
        {
            if (value is not null)
            {
                where.Checked($"{engine.Aside($"t.{column}")} = {name}", (name, value));
            }
        }
    }

    /// <summary>Adds the leading condition and answers what is left of the filter.</summary>
    private static SendFilter Lead(HubEngine engine, SqlConditions where, long projectId, SendFilter filter, string text)
    {
        var (own, project) = ($"{engine.Aside("t.project_id")} = @project", ("@project", (object)projectId));
        if (RowId.TryParse(RowId.Delivery, text, out var id))
        {
            where.Indexed($"t.id = @exact and {own}", ("@exact", id), project);
            return filter with { Text = null };
        }
        if (RowId.TryParse(RowId.Notification, text, out id))
        {
            where.Indexed($"t.notification_id = @exact and {own}", ("@exact", id), project);
            return filter with { Text = null };
        }
        if (filter.DeviceId is null && RowId.TryParse(RowId.Device, text, out id))
        {
            where.Indexed($"t.device_id = @exact and {own}", ("@exact", id), project);
            return filter with { Text = null };
        }
        switch (filter)
        {
            case { DeviceId: { } device }:
                where.Indexed($"t.device_id = @device and {own}", ("@device", device), project);
                return filter with { DeviceId = null };
            case { UserId: { } user }:
                where.Indexed("t.device_id in (select id from devices where project_id = @project and user_id = @user)", ("@user", user), project);
                return filter with { UserId = null };
            case { Campaign: { } campaign }:
                where.Indexed("t.project_id = @project and t.campaign_id = @campaign", ("@campaign", campaign), project);
                where.Index = "IX_deliveries_project_id_campaign_id_id";
                return filter with { Campaign = null };
            case { Status: { } status }:
                where.Indexed("t.project_id = @project and t.status = @status", ("@status", (int)status), project);
                where.Index = "IX_deliveries_project_id_status_id";
                return filter with { Status = null };
            default:
                where.Indexed("t.project_id = @project", project);
                return filter;
        }
    }
}
