using NotifyHub.Data.Gate;
using NotifyHub.Jobs;

namespace NotifyHub.Audience.People;

/// <summary>Gives endpoints to people who were there before people had any.</summary>
internal sealed class PersonEndpointsJob(IWriteGate gate, PersonEndpoints endpoints, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("person_endpoints", "Gives people of older versions their inbox and the endpoints of their addresses.", TimeSpan.FromMinutes(1));

    // A few ms of the gate, which intake and results share.
    private const int Slice = 200;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var (total, slice) = (0, 0);
        do
        {
            // Read inside the gate: an address that is changed meanwhile must not come back.
            slice = await gate.WriteAsync(async session =>
            {
                var now = time.GetUtcNow();
                var found = await session.Prepare(EndpointSql.Without).Bind(Slice).QueryAsync(row => (
                    Id: row.GetInt64(0), Project: row.GetInt64(1), Addresses: new PersonAddresses(row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), ChannelsJson.Read(row.IsDBNull(4) ? null : row.GetString(4)))));
                foreach (var project in found.GroupBy(person => person.Project))
                {
                    await endpoints.KeepAsync(session, project.Key, [.. project.Select(person => person.Addresses)], now);
                }
                if (found.Count > 0)
                {
                    await session.Prepare(EndpointSql.Has).ExecuteManyAsync([.. found.Select(person => new object?[] { person.Id })]);
                }
                return found.Count;
            }, cancel);
            total += slice;
        }
        while (slice == Slice);
        return total == 0 ? null : $"gave endpoints to {total}";
    }
}
