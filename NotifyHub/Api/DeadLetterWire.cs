using NotifyHub.Api.Contracts;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.DeadLetters;

namespace NotifyHub.Api;

/// <summary>Reads what a caller says of dead letters; all faults at once.</summary>
internal static class DeadLetterWire
{
    private const int TextMax = 200;
    private const double SlowestRate = 0.01, FastestRate = 10_000;

    /// <summary>Ids or a filter, exactly one.</summary>
    public static DeadLetterSelection Selection(IReadOnlyList<string>? ids, DeadLetterFilterBody? filter, bool includePoison = false, double? rate = null)
    {
        var faults = new FaultList();
        if (ids is null == filter is null)
        {
            faults.Add("/ids", "required", "Give ids or filter, one of the two.");
        }
        if (ids is { Count: 0 or > DeadLetterOrder.MostIds })
        {
            faults.Add("/ids", RefusalCode.BatchTooLarge, $"{ids.Count} ids; 1 to {DeadLetterOrder.MostIds} are allowed. More are a case for a filter.");
        }
        if (rate is not (null or (>= SlowestRate and <= FastestRate)))
        {
            faults.Add("/maxPerSecond", "out_of_range", "maxPerSecond must be 0.01 to 10000.");
        }
        var chosen = filter is null ? null : Filter(faults, "/filter/", filter, discarded: false);
        faults.ThrowIfAny();
        return new DeadLetterSelection { Ids = ids is null ? null : Ids(faults, ids), Filter = chosen, IncludePoison = includePoison };
    }

    /// <summary>The filter of a list's query.</summary>
    public static DeadLetterFilter Query(DeadLetterFilterBody query, bool discarded)
    {
        var faults = new FaultList();
        var filter = Filter(faults, "?", query, discarded);
        faults.ThrowIfAny();
        return filter;
    }

    /// <summary>A time of a query; a fault when it has no zone or is none.</summary>
    public static DateTimeOffset? Time(string name, string? text)
    {
        var faults = new FaultList();
        DateTimeOffset at = default;
        if (text is not null && (!text.EndsWith('Z') || !DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out at)))
        {
            faults.Add("?" + name, "bad_format", $"{name} must be a time in UTC, such as 2026-06-11T08:00:00Z.");
        }
        faults.ThrowIfAny();
        return text is null ? null : at;
    }

    private static DeadLetterFilter Filter(FaultList faults, string at, DeadLetterFilterBody body, bool discarded)
    {
        var (reason, device) = (DeliveryReason.None, 0L);
        if (body.Reason is { } name && (!Enum.TryParse(name, out reason) || !Enum.IsDefined(reason) || char.IsDigit(name[0])))
        {
            faults.OneOf(at + "reason", name, [.. Enum.GetNames<DeliveryReason>().Skip(1)]);
        }
        if (body.Provider is { } vendor && !ProviderNames.TryParse(vendor, ProviderNames.Called, out _))
        {
            faults.OneOf(at + "provider", vendor, [.. ProviderNames.Called.Select(p => p.Wire())]);
        }
        if (body.Device is not null && !RowId.TryParse(RowId.Device, body.Device, out device))
        {
            faults.Add(at + "device", "bad_format", "This is no device id.");
        }
        faults.Length(at + "campaign", body.Campaign, TextMax);
        faults.Length(at + "q", body.Q, TextMax);
        return new DeadLetterFilter
        {
            Reason = body.Reason is null ? null : reason, Provider = body.Provider is { } kind && ProviderNames.TryParse(kind, ProviderNames.Called, out var provider) ? provider : null,
            Campaign = body.Campaign, DeviceId = body.Device is null ? null : device, From = body.From, To = body.To, Text = body.Q, Discarded = discarded,
        };
    }

    private static List<long> Ids(FaultList faults, IReadOnlyList<string> wire)
    {
        var ids = new List<long>(wire.Count);
        for (var i = 0; i < wire.Count; i++)
        {
            if (RowId.TryParse(RowId.Delivery, wire[i], out var id))
            {
                ids.Add(id);
            }
            else
            {
                faults.Add($"/ids/{i}", "bad_format", "This is no delivery id.");
            }
        }
        faults.ThrowIfAny();
        return ids;
    }
}
