using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>A condition on deliveries <c>t</c> with its values; <paramref name="Indexed"/> when the list's index answers it.</summary>
internal readonly record struct SqlCondition(string Text, bool Indexed, params (string Name, object Value)[] Values);

/// <summary>What a dead letter is, and what a filter means: one text for those who show them and for those who act on them. Notifications are joined as <c>n</c>.</summary>
internal static class DeadLetterSql
{
    /// <summary>Orders the standing ones of a project by id.</summary>
    public const string Index = "ix_deliveries_dead";

    /// <summary>In the words of the partial index, which the planner then knows to fit.</summary>
    public static readonly string Standing = $"t.status = {(int)DeliveryStatus.Failed} and t.discarded_at is null";

    private static readonly string Aside = $"t.status = {(int)DeliveryStatus.Failed} and t.discarded_at is not null";

    public static List<SqlCondition> Where(HubEngine engine, long projectId, DeadLetterFilter filter)
    {
        var all = new List<SqlCondition>
        {
            new("t.project_id = @project", Indexed: true, ("@project", projectId)),
            new(filter.Discarded ? Aside : Standing, Indexed: true),
        };
        Checked(filter.Reason, "t.reason", "@reason", reason => (int)reason);
        Checked(filter.Provider, "t.provider", "@provider", provider => (int)provider);
        Checked(filter.DeviceId, "t.device_id", "@device", device => device);
        if (filter.Campaign is { } campaign)
        {
            all.Add(new($"{engine.Aside("t.campaign_id")} = @campaign", Indexed: false, ("@campaign", campaign)));
        }
        // Ids are made when a send is accepted: a time range is a range of ids.
        if (filter.From is { } from)
        {
            all.Add(new("t.id >= @from", Indexed: true, ("@from", HubIds.FloorAt(from))));
        }
        if (filter.To is { } to)
        {
            all.Add(new("t.id < @to", Indexed: true, ("@to", HubIds.FloorAt(to))));
        }
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            all.Add(Matching(engine, text));
        }
        return all;

        void Checked<T>(T? value, string column, string name, Func<T, object> bind) where T : struct
        {
            if (value is { } given)
            {
                all.Add(new($"{engine.Aside(column)} = {name}", Indexed: false, (name, bind(given))));
            }
        }
    }

    private static SqlCondition Matching(HubEngine engine, string text) =>
        RowId.TryParse(RowId.Delivery, text, out var id) ? new("t.id = @exact", Indexed: true, ("@exact", id))
        : RowId.TryParse(RowId.Notification, text, out id) ? new($"{engine.Aside("t.notification_id")} = @exact", Indexed: false, ("@exact", id))
        : RowId.TryParse(RowId.Device, text, out id) ? new($"{engine.Aside("t.device_id")} = @exact", Indexed: false, ("@exact", id))
        : new($@"(n.title {engine.Like} @like escape '\' or n.preview {engine.Like} @like escape '\' or t.error {engine.Like} @like escape '\')", Indexed: false, ("@like", Contains(text)));

    private static string Contains(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
