using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.Settings;

/// <summary>The projects' own settings in memory, so that asking costs a look-up. Those who changed nothing share the defaults.</summary>
internal sealed class SettingsBook(HubContexts contexts, IOptions<DeliveryLimits> limits, ILogger<SettingsBook> log)
{
    private readonly ConcurrentDictionary<long, Own> _own = new();

    /// <summary>A project's numbers changed; 0 for several.</summary>
    public event Action<long>? Changed;

    /// <summary>What holds for a project that says nothing.</summary>
    public GuardRules Defaults { get; } = GuardRules.From(null, limits.Value.Project.Rate);

    /// <summary>What holds for this project now.</summary>
    public GuardRules RulesOf(long projectId) => _own.TryGetValue(projectId, out var own) ? own.Rules : Defaults;

    /// <summary>Projects whose numbers are not the defaults.</summary>
    public IEnumerable<KeyValuePair<long, GuardRules>> Exceptions => _own.Select(own => KeyValuePair.Create(own.Key, own.Value.Rules));

    /// <summary>Reads all that are set; for the start, and for what other nodes stored.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        var stored = await db.Projects.AsNoTracking().Where(project => project.DeliverySettings != null).Select(project => new { project.Id, project.DeliverySettings }).ToListAsync(cancel);
        var changed = false;
        foreach (var gone in _own.Keys.Except(stored.Select(project => project.Id)).ToList())
        {
            changed |= _own.TryRemove(gone, out _);
        }
        foreach (var project in stored)
        {
            changed |= Take(project.Id, project.DeliverySettings);
        }
        if (changed)
        {
            Changed?.Invoke(0);
        }
    }

    /// <summary>Takes over what was just stored.</summary>
    public void Put(long projectId, string? json)
    {
        if (Take(projectId, json))
        {
            Changed?.Invoke(projectId);
        }
    }

    private bool Take(long projectId, string? json)
    {
        if (json is null)
        {
            return _own.TryRemove(projectId, out _);
        }
        if (_own.TryGetValue(projectId, out var known) && known.Json == json)
        {
            return false;
        }
        _own[projectId] = new Own(json, GuardRules.From(Read(projectId, json), limits.Value.Project.Rate));
        return true;
    }

    private DeliverySettings? Read(long projectId, string json)
    {
        try
        {
            return SettingsJson.Read(json);
        }
        catch (JsonException error)
        {
            // Written by a newer version, or by hand: the defaults are the careful choice.
            log.LogError(error, "The delivery settings of project {Project} can't be read; the defaults hold", projectId);
            return null;
        }
    }

    private sealed record Own(string Json, GuardRules Rules);
}
