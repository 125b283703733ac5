using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>The projects' policies in memory, so that a project without one costs a look-up and no query.</summary>
internal sealed class PolicyBook(HubContexts contexts, ILogger<PolicyBook> log)
{
    private readonly ConcurrentDictionary<long, Own> _own = new();

    /// <summary>What the project asks; null for nothing.</summary>
    public PolicySettings? Of(long projectId) => _own.TryGetValue(projectId, out var own) ? own.Settings : null;

    /// <summary>Reads all that are set; for the start, and for what other nodes stored.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        var stored = await db.Projects.AsNoTracking().Where(project => project.PolicySettings != null).Select(project => new { project.Id, project.PolicySettings }).ToListAsync(cancel);
        foreach (var gone in _own.Keys.Except(stored.Select(project => project.Id)).ToList())
        {
            _own.TryRemove(gone, out _);
        }
        stored.ForEach(project => Put(project.Id, project.PolicySettings));
    }

    /// <summary>Takes over what was just stored.</summary>
    public void Put(long projectId, string? json)
    {
        if (json is null)
        {
            _own.TryRemove(projectId, out _);
        }
        else if (!_own.TryGetValue(projectId, out var known) || known.Json != json)
        {
            _own[projectId] = new Own(json, Read(projectId, json));
        }
    }

    private PolicySettings? Read(long projectId, string json)
    {
        try
        {
            return PolicyJson.Read(json);
        }
        catch (JsonException error)
        {
            // Written by a newer version, or by hand: nothing is held back for a rule that nobody can read.
            log.LogError(error, "The policy of project {Project} can't be read; none holds", projectId);
            return null;
        }
    }

    private sealed record Own(string Json, PolicySettings? Settings);
}
