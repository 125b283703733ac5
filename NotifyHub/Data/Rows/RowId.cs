namespace NotifyHub.Data.Rows;

/// <summary>How 64-bit row ids look on the wire: a kind prefix and 13 characters of Crockford's base 32 (lower case), e.g. <c>dlv_01j9x3k2m4n5p</c>. Callers must treat them as opaque.</summary>
public static class RowId
{
    /// <summary>Prefixes of the kinds that the API shows.</summary>
    public const string Project = "prj", Device = "dev", Notification = "ntf", Delivery = "dlv", Credential = "crd", Key = "key", DeadLetterRun = "dlr", Alert = "alr", Person = "usr", Topic = "top", Erasure = "ers", Schedule = "sch", Event = "evt", Webhook = "whk", WebhookMessage = "msg", Template = "tpl", Segment = "seg", Suppression = "sup", OutboxMail = "mal", InboxItem = "inb", Reminder = "rem", PersonalToken = "pat", Invitation = "inv", Campaign = "cmp";

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 13;

    /// <summary>The wire form.</summary>
    public static string Format(string prefix, long id) =>
        string.Create(prefix.Length + 1 + Digits, (prefix, id), static (span, state) =>
        {
            state.prefix.CopyTo(span);
            span[state.prefix.Length] = '_';
            var rest = (ulong)state.id;
            for (var i = span.Length - 1; i > state.prefix.Length; i--)
            {
                span[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });

    /// <summary>Reads the wire form; false for another prefix, a wrong length or a foreign character.</summary>
    public static bool TryParse(string prefix, string? text, out long id)
    {
        id = 0;
        if (text is null || text.Length != prefix.Length + 1 + Digits || text[prefix.Length] != '_' || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }
        ulong value = 0;
        foreach (var c in text.AsSpan(prefix.Length + 1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }
            value = (value << 5) | (uint)digit;
        }
        id = (long)value;
        return id > 0 && string.Equals(Format(prefix, id), text, StringComparison.Ordinal);
    }
}
