using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>The devices that a send names.</summary>
/// <param name="Ids">Without duplicates, in the order given.</param>
/// <param name="Pointers">Where each was named first.</param>
/// <param name="IsSingle">One id, not an array.</param>
internal sealed record SendTarget(IReadOnlyList<long> Ids, IReadOnlyList<string> Pointers, bool IsSingle)
{
    /// <summary>Most devices of one send.</summary>
    public const int MaxDevices = 100;

    private const string Allowed = "to must be a device id or an array of 1 to 100 device ids.";

    /// <summary>Reads <c>to</c>; what is wrong with it goes to the faults.</summary>
    public static SendTarget Read(JsonElement to, FaultList faults)
    {
        var ids = new List<long>();
        var pointers = new List<string>();
        switch (to.ValueKind)
        {
            case JsonValueKind.String:
                Take(to, "/to", ids, pointers, faults);
                break;
            case JsonValueKind.Array when to.GetArrayLength() > MaxDevices:
                faults.Add("/to", RefusalCode.BatchTooLarge, $"to names {to.GetArrayLength()} devices; at most {MaxDevices} go into one send.");
                break;
            case JsonValueKind.Array when to.GetArrayLength() > 0:
                var i = 0;
                foreach (var item in to.EnumerateArray())
                {
                    Take(item, $"/to/{i++}", ids, pointers, faults);
                }
                break;
            default:
                faults.Add("/to", RefusalCode.InvalidTarget, Allowed);
                break;
        }
        return new SendTarget(ids, pointers, to.ValueKind == JsonValueKind.String);
    }

    private static void Take(JsonElement item, string pointer, List<long> ids, List<string> pointers, FaultList faults)
    {
        if (item.ValueKind != JsonValueKind.String || !RowId.TryParse(RowId.Device, item.GetString(), out var id))
        {
            faults.Add(pointer, RefusalCode.InvalidTarget, $"This is no device id. {Allowed}");
        }
        else if (!ids.Contains(id))
        {
            ids.Add(id);
            pointers.Add(pointer);
        }
    }
}
