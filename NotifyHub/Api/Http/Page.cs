using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>From one row more than the page holds.</summary>
    public static Page<T> Of<TRow>(IReadOnlyList<TRow> rows, int limit, Func<TRow, T> toWire, Func<TRow, long> idOf) =>
        new([.. rows.Take(limit).Select(toWire)], rows.Count > limit ? RowId.Format(PageQuery.CursorPrefix, idOf(rows[limit - 1])) : null);
}

/// <summary>Where a list is read: <c>?limit=50&amp;cursor=...</c>. A handler's parameter.</summary>
/// <param name="Limit">1 to 200, 50 when not given.</param>
/// <param name="Before">Only rows with a smaller id; null for the first page.</param>
public sealed record PageQuery(int Limit, long? Before) : IBindableFromHttpContext<PageQuery>, IEndpointParameterMetadataProvider
{
    internal const string CursorPrefix = "cur";
    private const int MaxLimit = 200;

    /// <inheritdoc/>
    public static ValueTask<PageQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var faults = new FaultList();
        var limit = 50;
        if (context.Request.Query.TryGetValue("limit", out var wanted)
            && (!int.TryParse(wanted.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            faults.Add("?limit", "out_of_range", $"limit must be a whole number from 1 to {MaxLimit}.");
        }
        long before = 0;
        var paged = context.Request.Query.TryGetValue("cursor", out var cursor);
        if (paged && !RowId.TryParse(CursorPrefix, cursor.ToString(), out before))
        {
            faults.Add("?cursor", "bad_format", "cursor must be a nextCursor of this list.");
        }
        faults.ThrowIfAny();
        return new(new PageQuery(limit, paged ? before : null));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("limit", $"Rows per page, 1 to {MaxLimit}; 50 when not given.", IsNumber: true));
        builder.Metadata.Add(new QueryParameter("cursor", "nextCursor of the page before.", IsNumber: false));
    }
}

/// <summary>A query parameter that a bound type reads by itself, for the OpenAPI document and the check for unknown names.</summary>
public sealed record QueryParameter(string Name, string Description, bool IsNumber);
