using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>A message as MiPush wants it (<c>/v3/message/regid</c>): words as fields of a form, the app's data as JSON in <c>payload</c>.</summary>
internal static class MiPushPayload
{
    /// <summary>Largest title, text and payload together, in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Longest title in UTF-16 units: fewer than 50.</summary>
    public const int LongestTitle = 49;

    /// <summary>Longest text in UTF-16 units: fewer than 128.</summary>
    public const int LongestText = 127;

    private const string Payload = "payload";
    private const string Title = "title";
    private const string Description = "description";
    private const string AllWays = "-1";
    private const string WithoutSound = "6";
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(14);

    /// <summary>The form; without a target it is what the dashboard shows and what is measured.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static MiPushForm Write(PushMessage message, string messageId, string? registrationId = null, string? package = null, TimeSpan? life = null)
    {
        var form = new MiPushForm();
        var payload = Encoding.UTF8.GetString(PayloadJson.Write(json => WriteData(json, message, messageId)).Span);
        form.Set(Payload, payload);
        form.Set("pass_through", message.Silent ? "1" : "0");
        if (!message.Silent) SetWords(form, message, messageId, package);
        SetLife(form, life);
        if (message.MiPushOverride is { } patch) form.Merge(patch);

        // The override may change anything but where the message goes and what it is known by.
        form.Set(Payload, WithId(form.Get(Payload), messageId) ?? payload);
        form.Set("registration_id", registrationId);
        form.Set("restricted_package_name", package);
        return form;
    }

    /// <summary>Bytes that count towards <see cref="MaxBytes"/>.</summary>
    public static int SizeOf(MiPushForm form) => Size(form.Get(Payload)) + Size(form.Get(Title)) + Size(form.Get(Description));

    private static void WriteData(Utf8JsonWriter json, PushMessage message, string messageId)
    {
        if (message.Data is { } data)
        {
            foreach (var (name, value) in data)
            {
                json.WritePropertyName(name);
                if (value is null) json.WriteNullValue();
                else value.WriteTo(json);
            }
        }
        InjectedKeys.WriteJson(json, message, messageId);
    }

    // MiPush wants both lines and refuses longer ones: a missing one takes the other's words, a long one is cut as a phone would.
    private static void SetWords(MiPushForm form, PushMessage message, string messageId, string? package)
    {
        var title = Said(message.Title) ?? Said(message.Localization?.TitleKey);
        var text = Said(message.Body) ?? Said(message.Localization?.BodyKey);
        form.Set(Title, TextCut.To(title ?? text ?? "", LongestTitle));
        form.Set(Description, TextCut.To(text ?? title ?? "", LongestText));
        form.Set("notify_type", message.Sound is null ? WithoutSound : AllWays);
        form.Set("notify_id", NotifyId(message.CollapseKey ?? messageId));
        form.Set("extra.notify_effect", "1");
        form.Set("extra.notify_foreground", "1");
        form.Set("extra.channel_id", message.ChannelId);
        if (message.Sound is { } sound and not "default" && package is not null) form.Set("extra.sound_uri", $"android.resource://{package}/raw/{sound}");
    }

    private static void SetLife(MiPushForm form, TimeSpan? life)
    {
        if (life is not { } left) return;
        if (left < TimeSpan.FromSeconds(1)) form.Set("extra.only_send_once", "1");
        else form.Set("time_to_live", ((long)Math.Min(left.TotalMilliseconds, LongestLife.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture));
    }

    // Without an id of its own each notification takes the place of the last one. The same key gives the same number in every process and version.
    private static string NotifyId(string key) =>
        (BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) & int.MaxValue).ToString(CultureInfo.InvariantCulture);

    private static string? WithId(string? payload, string messageId)
    {
        try
        {
            if (payload is null || JsonNode.Parse(payload) is not JsonObject data) return null;
            if (data[InjectedKeys.MessageId] is JsonValue id && id.TryGetValue<string>(out var given) && given == messageId) return payload;
            data[InjectedKeys.MessageId] = messageId;
            return data.ToJsonString(PayloadJson.Compactly);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : words;

    private static int Size(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
