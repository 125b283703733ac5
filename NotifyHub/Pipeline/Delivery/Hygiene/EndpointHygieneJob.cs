using System.Globalization;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Pipeline.Delivery.Hygiene;

/// <summary>Retires devices that gave no sign of life for as long as their project allows, and those that were set aside and nobody restored. In slices that leave room in the gate.</summary>
internal sealed class EndpointHygieneJob(HubEngine engine, IWriteGate gate, SettingsBook settings, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new(
        "endpoint_hygiene", "Retires devices without a sign of life, and tokens that were set aside and not restored.", TimeSpan.FromDays(1));

    /// <summary>How long a token that was set aside waits for somebody to restore it.</summary>
    public static readonly TimeSpan Review = TimeSpan.FromDays(30);

    private const int Slice = 1000;

    internal static readonly string Unseen = $"""
        select id, project_id, last_seen_at from devices
        where status = {(int)DeviceStatus.Active} and {ProviderNames.IsPushSql("provider")} and last_seen_at < @before and (last_seen_at > @after or (last_seen_at = @after and id > @id))
        order by last_seen_at, id limit {Slice}
        """;

    private static readonly string Retire = $"""
        update devices set status = {(int)DeviceStatus.Retired}, retired_reason = '{DeviceRetirement.Stale}', retired_at = @now, updated_at = @now
        where id = @id and status = {(int)DeviceStatus.Active} and last_seen_at <= @seen
        """;

    internal static readonly string Forgotten = $"""
        update devices set status = {(int)DeviceStatus.Retired}, retired_reason = quarantine_reason, retired_at = @now, quarantined_at = null, quarantine_reason = null, updated_at = @now
        where id in (select id from devices where status = {(int)DeviceStatus.Quarantined} and quarantined_at < @before limit {Slice})
        returning project_id, id
        """;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var stale = await StaleAsync(cancel);
        var forgotten = await ForgottenAsync(cancel);
        return stale + forgotten == 0 ? null : $"retired {stale} without a sign of life, {forgotten} that nobody restored";
    }

    // One walk by age over all projects; each project's own number of days decides.
    private async Task<int> StaleAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (after, id, total) = (0L, 0L, 0);
        while (await PageAsync(now - Shortest(), after, id, cancel) is { Count: > 0 } page)
        {
            (after, id) = (page[^1].Seen, page[^1].Id);
            var due = page.Where(device => settings.RulesOf(device.Project).StaleAfter is { } age && device.Seen < (now - age).ToUnixTimeMilliseconds()).ToList();
            total += due.Count == 0 ? 0 : await RetireAsync(due, now, cancel);
            if (page.Count < Slice)
            {
                break;
            }
        }
        return total;
    }

    private TimeSpan Shortest() => settings.Exceptions.Select(own => own.Value.StaleAfter).Append(settings.Defaults.StaleAfter).Min() ?? TimeSpan.FromDays(3650);

    private async Task<List<Device>> PageAsync(DateTimeOffset before, long after, long id, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Unseen, ("@before", before.ToUnixTimeMilliseconds()), ("@after", after), ("@id", id));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var page = new List<Device>(Slice);
        while (await reader.ReadAsync(cancel))
        {
            page.Add(new Device(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        }
        return page;
    }

    private Task<int> RetireAsync(List<Device> due, DateTimeOffset now, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        var retired = 0;
        foreach (var device in due)
        {
            // A device that was seen since it was read stays.
            if (await session.Prepare(Retire).Bind(now, device.Id, device.Seen).ExecuteAsync() > 0)
            {
                retired++;
                session.Happened(new HubFact(FactKind.DeviceRetired, device.Project, device.Id));
            }
            session.Changed(device.Project, HubTables.Devices);
        }
        return retired;
    }, cancel);

    private async Task<int> ForgottenAsync(CancellationToken cancel)
    {
        var (total, slice) = (0, 0);
        do
        {
            slice = await gate.WriteAsync(async session =>
            {
                var now = time.GetUtcNow();
                var projects = await session.Prepare(Forgotten).Bind(now, now - Review).QueryAsync(row =>
                {
                    session.Happened(new HubFact(FactKind.DeviceRetired, row.GetInt64(0), row.GetInt64(1)));
                    return row.GetInt64(0);
                });
                projects.Distinct().ToList().ForEach(project => session.Changed(project, HubTables.Devices));
                return projects.Count;
            }, cancel);
            total += slice;
        }
        while (slice == Slice);
        return total;
    }

    private readonly record struct Device(long Id, long Project, long Seen);
}
