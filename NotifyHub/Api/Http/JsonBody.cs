using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Api.Http;

/// <summary>What the idempotency filter needs of a body, whatever its type.</summary>
internal interface IRequestBody
{
    string? KeyInBody { get; }
    byte[] Hash();
    IdempotencyClaim? Claim { get; set; }
}

/// <summary>A JSON body, read strictly. Take it as a handler's parameter.</summary>
public sealed class JsonBody<T> : IRequestBody, IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider where T : class
{
    private readonly byte[] _bytes;
    private IdempotencyClaim? _claim;

    private JsonBody(byte[] bytes, BodyLimit limit) => (_bytes, Value) = (bytes, StrictJson.Read<T>(bytes, limit.Values));

    /// <summary>The record.</summary>
    public T Value { get; }

    string? IRequestBody.KeyInBody => (Value as ICarriesIdempotencyKey)?.IdempotencyKey;

    IdempotencyClaim? IRequestBody.Claim { get => _claim; set => _claim = value; }

    byte[] IRequestBody.Hash() => SHA256.HashData(_bytes);

    /// <summary>Whether the body names this member at its root, be it with null: a patch clears what is given as null and leaves what is absent.</summary>
    public bool Names(string member)
    {
        var reader = new Utf8JsonReader(_bytes);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(member))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>For the operation that creates: null when the caller gave no key.</summary>
    /// <param name="status">The 2xx that the handler answers with.</param>
    /// <param name="toWire">The operation's result as the handler answers it.</param>
    public Once<TResult>? Once<TResult, TWire>(int status, Func<TResult, TWire> toWire) =>
        _claim is null ? null : new Once<TResult>(_claim, result => new StoredAnswer(status, JsonSerializer.Serialize(toWire(result), StrictJson.Options)));

    /// <inheritdoc/>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter) => new(await BodyReading.ReadAsync(context), BodyLimit.Of(context));

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
