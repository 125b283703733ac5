using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>What <c>options.mipush</c> may hold: fields of the form, each a text, a number or a flag.</summary>
internal static class MiPushOverride
{
    /// <summary>The whole of it.</summary>
    public static OverrideShape Shape { get; } = new OverrideShape()
        .Kept("Where the message goes is decided by to and by the account.", "registration_id", "alias", "user_account", "topic", "topics", "restricted_package_name", "user_id")
        .Text("title", "description", "payload").Whole("notify_id", 0, int.MaxValue).Digits("pass_through", 0, 1)
        .Others(v => v.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? null : "a text, a number, true or false");
}
