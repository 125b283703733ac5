using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>Finds devices by their tokens, for callers that know nothing else of them.</summary>
public sealed class DeviceTokenLookup(HubContexts contexts, DeviceTokens tokens)
{
    /// <summary>Token to device; who is not in it is no device of this project.</summary>
    public async Task<IReadOnlyDictionary<string, long>> FindAsync(long projectId, ProviderKind provider, IReadOnlyCollection<string> wanted, CancellationToken cancel = default)
    {
        if (wanted.Count == 0)
        {
            return new Dictionary<string, long>();
        }
        var byHash = wanted.Distinct(StringComparer.Ordinal).ToDictionary(token => Convert.ToHexString(tokens.Hash(projectId, provider, token)), StringComparer.Ordinal);
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var rows = await Query(db, projectId, provider, [.. byHash.Keys.Select(Convert.FromHexString)]).ToListAsync(cancel);
        return rows.ToDictionary(row => byHash[Convert.ToHexString(row.Hash)], row => row.Id, StringComparer.Ordinal);
    }

    internal static IQueryable<Found> Query(HubDb db, long projectId, ProviderKind provider, List<byte[]> hashes) =>
        db.Devices.AsNoTracking().Where(d => d.ProjectId == projectId && d.Provider == provider && hashes.Contains(d.TokenHash)).Select(d => new Found(d.Id, d.TokenHash));

    internal sealed record Found(long Id, byte[] Hash);
}
