using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Api.Http;

/// <summary>
/// One record or many: a JSON object, an array of them, or one object a line (NDJSON), read strictly. Take it as a handler's parameter.
/// Faults point to the item by its place, counted from 0; an object alone has no place.
/// </summary>
public sealed class JsonItems<T> : IRequestBody, IBindableFromHttpContext<JsonItems<T>>, IEndpointParameterMetadataProvider where T : class
{
    private readonly byte[] _bytes;
    private readonly bool _isAlone;
    private IdempotencyClaim? _claim;

    private JsonItems(byte[] bytes, int most)
    {
        _bytes = bytes;
        using var document = StrictJson.Parse(bytes);
        _isAlone = document.RootElement.ValueKind != JsonValueKind.Array;
        Values = Read(_isAlone ? [document.RootElement] : [.. document.RootElement.EnumerateArray()], most);
    }

    /// <summary>The records, in their order.</summary>
    public IReadOnlyList<T> Values { get; }

    string? IRequestBody.KeyInBody => null;

    IdempotencyClaim? IRequestBody.Claim { get => _claim; set => _claim = value; }

    byte[] IRequestBody.Hash() => SHA256.HashData(_bytes);

    /// <summary>Where the n-th record lies in the body.</summary>
    public string Pointer(int place) => _isAlone ? "" : $"/{place}";

    /// <summary>For the operation that creates: null when the caller gave no key.</summary>
    public Once<TResult>? Once<TResult, TWire>(int status, Func<TResult, TWire> toWire) =>
        _claim is null ? null : new Once<TResult>(_claim, result => new StoredAnswer(status, JsonSerializer.Serialize(toWire(result), StrictJson.Options)));

    /// <inheritdoc/>
    public static async ValueTask<JsonItems<T>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(await BodyReading.ReadAsync(context), (context.GetEndpoint()?.Metadata.GetMetadata<ItemLimit>() ?? ItemLimit.Default).Most);

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new LinesBody(Member: null));
        builder.Metadata.Add(new AcceptsMetadata(["application/json", LinesBody.MediaType], typeof(T)));
    }

    private List<T> Read(IReadOnlyList<JsonElement> items, int most)
    {
        if (items.Count == 0 || items.Count > most)
        {
            throw ProblemException.From(RefusedException.For([new Fault("", RefusalCode.BatchTooLarge, $"{items.Count} items; 1 to {most} are allowed.")]));
        }
        var shape = (JsonTypeInfo<T>)StrictJson.Options.GetTypeInfo(typeof(T));
        var faults = new List<Fault>();
        for (var i = 0; i < items.Count && faults.Count < 100; i++)
        {
            faults.AddRange(JsonShape.FaultsOf(items[i], shape, BodyLimit.Default.Values, Pointer(i)));
        }
        return faults.Count == 0 ? [.. items.Select(item => item.Deserialize(shape)!)] : throw ProblemException.From(RefusedException.For(faults));
    }
}

/// <summary>Most records of one request to a route.</summary>
public sealed record ItemLimit(int Most)
{
    /// <summary>Where the route says nothing.</summary>
    public static ItemLimit Default { get; } = new(500);
}

/// <summary>States it on a route.</summary>
public static class ItemLimitExtensions
{
    /// <summary>Takes up to so many records, in a body of up to 4 MB.</summary>
    public static TBuilder TakesItems<TBuilder>(this TBuilder route, int most) where TBuilder : IEndpointConventionBuilder => route.TakesBulk().WithMetadata(new ItemLimit(most));
}
