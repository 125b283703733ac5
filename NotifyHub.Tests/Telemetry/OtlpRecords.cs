namespace NotifyHub.Tests.Telemetry;

/// <summary>A span as it arrived.</summary>
internal sealed record SpanSeen(string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Attributes, int Links)
{
    // opentelemetry-proto: ExportTraceServiceRequest.resource_spans=1, scope_spans=2, spans=2
    public static IEnumerable<SpanSeen> In(ReadOnlyMemory<byte> export) => ProtoReader.Under(export, 1, 2, 2).Select(Read);

    private static SpanSeen Read(ReadOnlyMemory<byte> span)
    {
        var fields = ProtoReader.Fields(span);
        return new SpanSeen(Text(5), Hex(1), Hex(2), Hex(4), AttributeText.Of(fields, 9), fields.Count(f => f.Number == 13));

        string Text(int number) => fields.FirstOrDefault(f => f.Number == number).Text;
        string Hex(int number) => Convert.ToHexStringLower(fields.FirstOrDefault(f => f.Number == number).Bytes.Span);
    }
}

/// <summary>One data point of a metric as it arrived. Value: the sum or the count of a histogram.</summary>
internal sealed record PointSeen(string Name, double Value, IReadOnlyDictionary<string, string> Attributes)
{
    private const int Gauge = 5, Sum = 7, Histogram = 9;

    // ExportMetricsServiceRequest.resource_metrics=1, scope_metrics=2, metrics=2
    public static IEnumerable<PointSeen> In(ReadOnlyMemory<byte> export) => ProtoReader.Under(export, 1, 2, 2).SelectMany(Read);

    private static IEnumerable<PointSeen> Read(ReadOnlyMemory<byte> metric)
    {
        var fields = ProtoReader.Fields(metric);
        var name = fields.First(f => f.Number == 1).Text;
        foreach (var data in fields.Where(f => f.Number is Gauge or Sum or Histogram))
        {
            foreach (var point in ProtoReader.Under(data.Bytes, 1))
            {
                var parts = ProtoReader.Fields(point);
                // NumberDataPoint: as_double=4, as_int=6, attributes=7. HistogramDataPoint: count=4, attributes=9.
                var value = data.Number == Histogram ? parts.First(f => f.Number == 4).Value
                    : parts.FirstOrDefault(f => f.Number == 6) is { Number: 6 } whole ? (long)whole.Value : BitConverter.UInt64BitsToDouble(parts.FirstOrDefault(f => f.Number == 4).Value);
                yield return new PointSeen(name, value, AttributeText.Of(parts, data.Number == Histogram ? 9 : 7));
            }
        }
    }
}

/// <summary>Attributes as text.</summary>
internal static class AttributeText
{
    // KeyValue: key=1, value=2. AnyValue: string=1, bool=2, int=3, double=4.
    public static Dictionary<string, string> Of(List<ProtoField> fields, int number) => fields.Where(f => f.Number == number).Select(f => ProtoReader.Fields(f.Bytes))
        .ToDictionary(pair => pair.First(p => p.Number == 1).Text, pair => ProtoReader.Fields(pair.First(p => p.Number == 2).Bytes)[0] is var value && value.Number == 1
            ? value.Text : value.Number == 4 ? $"{BitConverter.UInt64BitsToDouble(value.Value)}" : $"{value.Value}", StringComparer.Ordinal);
}
