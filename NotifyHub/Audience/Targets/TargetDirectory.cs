using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Targets;

/// <summary>A device that a target found.</summary>
public readonly record struct TargetDevice(long Id, ProviderKind Provider, DeviceStatus Status);

/// <summary>Reads targets within one project, outside the write gate.</summary>
public sealed class TargetDirectory(HubEngine engine, TimeProvider time)
{
    /// <summary>So long a request looks for the few that an expression may find; whoever is not found by then is found by the fan-out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Candidates that one statement looks at.</summary>
    private const int Stretch = 20_000;

    internal const string SegmentExpression = "select expression from segments where id = @id and project_id = @project";

    private static readonly string Vendors = string.Join(" union all ", ProviderNames.Supported.Select(kind =>
        $"select {(int)kind} where exists (select 1 from devices v where v.project_id = @project and v.provider = {(int)kind})"));

    /// <summary>The target with what it names filled in: a segment's expression as it is now.</summary>
    /// <exception cref="RefusedException">It names a segment that is not of this project.</exception>
    public async ValueTask<AudienceTarget> ResolveAsync(long projectId, AudienceTarget target, string pointer, CancellationToken cancel)
    {
        if (target.Segment is not { } segment)
        {
            return target;
        }
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(SegmentExpression, ("@id", segment), ("@project", projectId));
        return await command.ExecuteScalarAsync(cancel) is string expression ? target with { Expression = expression }
            : throw RefusedException.For([new Fault($"{pointer}/segment", RefusalCode.UnknownSegment, $"There is no {RowId.Format(RowId.Segment, segment)} in this project.")]);
    }

    /// <summary>The target's devices by id, when they are at most <paramref name="most"/>; null when they are more, or when that is not known in time.</summary>
    public async Task<IReadOnlyList<TargetDevice>?> FewAsync(long projectId, AudienceTarget target, int most, CancellationToken cancel)
    {
        var until = time.GetTimestamp() + (long)(Patience.TotalSeconds * time.TimestampFrequency);
        var found = new SortedDictionary<long, TargetDevice>();
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var part in TargetSql.Parts(engine, target, time.GetUtcNow()))
        {
            for (var (after, done) = (0L, false); !done;)
            {
                if (time.GetTimestamp() > until)
                {
                    return null;
                }
                var (upto, count) = part.IsSparse ? await part.WindowAsync(connection, projectId, after, Stretch, cancel) : (long.MaxValue, 0);
                foreach (var device in await part.DevicesAsync(connection, projectId, after, upto, most + 1, cancel))
                {
                    found[device.Id] = device;
                }
                if (found.Count > most)
                {
                    return null;
                }
                (after, done) = (upto, count < Stretch);
            }
        }
        return [.. found.Values];
    }

    /// <summary>The first of a target's devices, however many they are.</summary>
    public async Task<IReadOnlyList<TargetDevice>> FirstAsync(long projectId, AudienceTarget target, int most, CancellationToken cancel)
    {
        var found = new SortedDictionary<long, TargetDevice>();
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var part in TargetSql.Parts(engine, target, time.GetUtcNow()))
        {
            foreach (var device in await part.DevicesAsync(connection, projectId, 0, long.MaxValue, most, cancel))
            {
                found[device.Id] = device;
            }
        }
        return [.. found.Values.Take(most)];
    }

    /// <summary>How many devices a target has; looks at all of it. One that is found in two ways is counted twice.</summary>
    public async Task<int> CountAsync(long projectId, AudienceTarget target, CancellationToken cancel)
    {
        var count = 0L;
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var part in TargetSql.Parts(engine, target, time.GetUtcNow()))
        {
            await using var command = part.Command(connection, part.CountMatching, projectId);
            count += HubEngine.Number(await command.ExecuteScalarAsync(cancel)) ?? 0;
        }
        return (int)count;
    }

    /// <summary>Vendors of which the project has a device: six looks into an index.</summary>
    public async Task<IReadOnlyList<ProviderKind>> VendorsAsync(long projectId, CancellationToken cancel)
    {
        var vendors = new List<ProviderKind>();
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Vendors, ("@project", projectId));
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            vendors.Add((ProviderKind)row.GetInt32(0));
        }
        return vendors;
    }

    /// <summary>Whether the target has a device of this vendor. For a vendor that it does not have, this looks at all of it.</summary>
    public async Task<bool> HasVendorAsync(long projectId, AudienceTarget target, ProviderKind vendor, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var part in TargetSql.Parts(engine, target, time.GetUtcNow()))
        {
            await using var command = part.Command(connection, part.HasVendor, projectId, ("@provider", (long)vendor));
            if (await command.ExecuteScalarAsync(cancel) is not null)
            {
                return true;
            }
        }
        return false;
    }
}
