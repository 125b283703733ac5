using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.People;

/// <summary>What the pages say of people.</summary>
internal static class PersonWords
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How a backend tells of a user.</summary>
    public static string PutCurl(string hub) => $$"""
        curl -X PUT {{hub}}v1/users/customer-7 \
          -H "Authorization: Bearer nhs_..." -H "Content-Type: application/json" \
          -d '{ "email": "ada@example.com", "name": "Ada Lovelace", "locale": "de-CH", "traits": { "plan": "pro" } }'
        """;

    /// <summary>Facts about the person; what is not known is left out.</summary>
    public static (string Name, string Value)[] Facts(Person person) =>
        [.. new (string Name, string? Value)[]
        {
            ("User id", person.UserId), ("E-mail", person.Email), ("Phone", person.Phone), ("Locale", person.Locale), ("Time zone", person.TimeZone), ("Fingerprint", person.FingerprintHex),
        }.Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!))];

    /// <summary>JSON as one reads it.</summary>
    public static string Json(string json) => JsonNode.Parse(json)!.ToJsonString(Readable);

    /// <summary>Who said so.</summary>
    public static string Subject(ConsentSubject subject) => subject == ConsentSubject.User ? "as this user" : "by the fingerprint";
}
