using System.Buffers.Binary;

namespace NotifyHub.Tests.Telemetry;

/// <summary>A field of a protobuf message: its number, and its number or bytes.</summary>
internal readonly record struct ProtoField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);
}

/// <summary>Takes protobuf messages apart without their schema (protobuf.dev/programming-guides/encoding).</summary>
internal static class ProtoReader
{
    public static List<ProtoField> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtoField>();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: fields.Add(new ProtoField(number, Varint(ref message), default)); break;
                case 1: fields.Add(new ProtoField(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span), default)); message = message[8..]; break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(new ProtoField(number, 0, message[..length]));
                    message = message[length..];
                    break;
                case 5: fields.Add(new ProtoField(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span), default)); message = message[4..]; break;
                default: throw new FormatException($"Wire type {tag & 7}.");
            }
        }
        return fields;
    }

    /// <summary>Messages under a path of field numbers.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Under(ReadOnlyMemory<byte> message, params IReadOnlyList<int> path) =>
        path.Aggregate<int, IEnumerable<ReadOnlyMemory<byte>>>([message], (level, number) => level.SelectMany(Fields).Where(field => field.Number == number).Select(field => field.Bytes));

    private static ulong Varint(ref ReadOnlyMemory<byte> rest)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = rest.Span[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
