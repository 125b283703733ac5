namespace NotifyHub.Components.Pages.Templates;

/// <summary>Calls that make and send a template, with this server's own address.</summary>
public static class TemplateSnippets
{
    /// <summary>A new template by curl.</summary>
    public static string Create(string baseUri) => $$$"""
        curl {{{baseUri.TrimEnd('/')}}}/v1/templates \
          -H "Authorization: Bearer $NOTIFYHUB_KEY" \
          -H "Content-Type: application/json" \
          -d '{"key": "order-shipped", "name": "Order shipped", "defaultLocale": "en",
               "variables": [{"name": "orderId", "type": "text", "required": true, "example": "42"}],
               "locales": [{"locale": "en", "push": {"title": "Order {{orderId}} has shipped"}}]}'
        """;

    /// <summary>A send by curl.</summary>
    public static string Send(string baseUri, string key, string variables) => $$$"""
        curl {{{baseUri.TrimEnd('/')}}}/v1/push/send \
          -H "Authorization: Bearer $NOTIFYHUB_KEY" \
          -H "Content-Type: application/json" \
          -d '{"to": "dev_...", "template": {"id": "{{{key}}}", "variables": {{{variables.Replace("'", "'\\''", StringComparison.Ordinal)}}} } }'
        """;
}
