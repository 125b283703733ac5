using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Schedules;

/// <summary>How a schedule's send and rule lie in their row.</summary>
internal static class ScheduleJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    // What is left out stays left out: the row, and the answers that show it, hold what was asked.
    private static readonly JsonSerializerOptions Asked = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public static string Write(PushSend send) => JsonSerializer.Serialize(send, Asked);

    public static string Write(Recurrence rule) => JsonSerializer.Serialize(rule, Options);

    public static PushSend SendOf(SendSchedule schedule) => JsonSerializer.Deserialize<PushSend>(schedule.Send, Options)!;

    public static Recurrence RuleOf(SendSchedule schedule) => JsonSerializer.Deserialize<Recurrence>(schedule.Rule, Options)!;
}
