using Microsoft.AspNetCore.Http.Metadata;

namespace NotifyHub.Api.Http;

/// <summary>A query value that nobody reads is a mistake of the caller: say so instead of ignoring it. Given twice is one too.</summary>
internal sealed class UnknownQueryFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var query = context.HttpContext.Request.Query;
        if (query.Count > 0)
        {
            Check(query, context.HttpContext.GetEndpoint()!.Metadata);
        }
        return next(context);
    }

    private static void Check(IQueryCollection query, EndpointMetadataCollection metadata)
    {
        var known = metadata.OfType<QueryParameter>().Select(p => p.Name)
            .Concat(metadata.OfType<IParameterBindingMetadata>().Where(p => p.ParameterInfo.ParameterType == typeof(string)).Select(p => p.Name))
            .ToHashSet(StringComparer.Ordinal);
        var faults = new FaultList();
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                faults.Add("?" + name, "unknown_field", known.Count == 0 ? "This route takes no query." : $"Unknown query value. Known: {string.Join(", ", known)}.");
            }
            else if (values.Count > 1)
            {
                faults.Add("?" + name, "duplicate_key", $"{name} is given twice.");
            }
        }
        faults.ThrowIfAny();
    }
}
