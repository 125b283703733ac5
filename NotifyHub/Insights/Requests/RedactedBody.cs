using System.Globalization;
using System.Text;
using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Requests;

/// <summary>
/// The shape of a body without what it says: names stay, texts become their length, numbers a #. Ids of our own (dev_..., dlv_...) stay, since they say
/// nothing and are what one looks for; tokens, titles, names and data never do.
/// </summary>
public static class RedactedBody
{
    private const int MostCharacters = 800, LongestName = 40;

    /// <summary>In one line.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            var isFirst = true;
            while (reader.Read())
            {
                if (text.Length > MostCharacters)
                {
                    return text.Append(" …").ToString();
                }
                Write(ref reader, text, ref isFirst);
            }
            return text.ToString();
        }
        catch (JsonException)
        {
            return $"{text.ToString().TrimEnd()} … (not JSON, {utf8.Length.ToString(CultureInfo.InvariantCulture)} bytes)".TrimStart();
        }
    }

    private static void Write(ref Utf8JsonReader reader, StringBuilder text, ref bool isFirst)
    {
        var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        if (!isFirst && !isEnd)
        {
            text.Append(", ");
        }
        isFirst = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
        text.Append(reader.TokenType switch
        {
            JsonTokenType.StartObject => "{",
            JsonTokenType.EndObject => "}",
            JsonTokenType.StartArray => "[",
            JsonTokenType.EndArray => "]",
            JsonTokenType.PropertyName => $"{NameOf(ref reader)}: ",
            JsonTokenType.String => TextOf(ref reader),
            JsonTokenType.Number => "#",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        });
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestName || reader.ValueIsEscaped)
        {
            return "…";
        }
        return Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        var length = reader.ValueSpan.Length;
        if (length == RowId.Format(RowId.Device, 1).Length && !reader.ValueIsEscaped)
        {
            var text = Encoding.UTF8.GetString(reader.ValueSpan);
            if (RowId.TryParse(text[..3], text, out _))
            {
                return $"\"{text}\"";
            }
        }
        return string.Create(CultureInfo.InvariantCulture, $"\"… {length}\"");
    }
}
