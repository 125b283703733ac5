using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Policy;
using NotifyHub.Tests.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Fanout;

/// <summary>Who is out, asked in SQL by a fan-out, is who the policy would suppress by facts that are worked out here a second time, without SQL.</summary>
public class OptOutPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_fan_out_suppresses_whom_the_policy_suppresses(int seed)
    {
        var chance = new Random(seed);
        await using var rig = await FanoutRig.OpenAsync();
        await rig.DevicesAsync(300);
        var now = rig.Stage.Time.GetUtcNow();
        var people = Enumerable.Range(0, 10).Where(_ => chance.Next(3) > 0)
            .Select(i => new Person { Id = rig.Stage.Ids.Next(), ProjectId = DeliveryRig.ProjectId, UserId = User(i), FingerprintHex = chance.Next(2) == 0 ? null : Hex(chance.Next(10)), CreatedAt = now, UpdatedAt = now }).ToList();
        var said = (from project in new long[] { DeliveryRig.ProjectId, 2 } from i in Enumerable.Range(0, 10) from kind in new[] { ConsentSubject.User, ConsentSubject.Fingerprint } from category in new[] { "news", "sport" }
                    where chance.Next(4) == 0
                    select new OptOut { Id = rig.Stage.Ids.Next(), ProjectId = project, Subject = kind, SubjectId = kind == ConsentSubject.User ? User(i) : Hex(i), Category = category, OptedOut = chance.Next(3) > 0, Source = "api", UpdatedAt = now }).ToList();
        await rig.Stage.Gate.WriteAsync(ProjectScope.EveryProject, async (db, session) =>
        {
            db.People.AddRange(people);
            db.OptOuts.AddRange(said);
            foreach (var device in await db.Devices.OrderBy(d => d.Id).ToListAsync())
            {
                device.UserId = chance.Next(3) == 0 ? null : User(chance.Next(10));
                device.FingerprintHex = chance.Next(2) == 0 ? null : Hex(chance.Next(10));
            }
            session.Changed(DeliveryRig.ProjectId, HubTables.Preferences);
            return 0;
        });

        var send = await rig.SendAsync(like: new PushSend { To = default, Title = "News", PreferenceCategory = "news" });
        await rig.DrainAsync();

        var devices = await rig.Stage.ReadAsync(db => db.Devices.AsNoTracking().Where(d => d.ProjectId == DeliveryRig.ProjectId).ToListAsync());
        var written = await rig.Stage.ReadAsync(db => db.Deliveries.AsNoTracking().Where(d => d.NotificationId == send.NotificationId).ToDictionaryAsync(d => d.DeviceId));
        var asked = await rig.Stage.Services.GetRequiredService<ConsentWatch>().OutAsync(DeliveryRig.ProjectId, "news", [.. devices.Select(d => d.Id)]);
        Assert.Equal(devices.Count, written.Count);
        foreach (var device in devices)
        {
            var isOut = Says(ConsentSubject.User, device.UserId) || Says(ConsentSubject.Fingerprint, device.FingerprintHex)
                || people.Any(p => p.UserId == device.UserId && Says(ConsentSubject.Fingerprint, p.FingerprintHex));
            var decision = DeliveryPolicy.Decide(new DeliveryFacts { Device = device.Status, OptedOut = isOut, Credential = CredentialFact.Ready }, now);
            var expected = decision.Verb == PolicyVerb.Suppress ? (DeliveryStatus.Suppressed, decision.Reason) : (DeliveryStatus.Queued, DeliveryReason.None);
            Assert.Equal(expected, (written[device.Id].Status, written[device.Id].Reason));
            Assert.Equal(isOut, asked.Contains(device.Id));
        }
        Assert.Contains(written.Values, d => d.Status == DeliveryStatus.Suppressed);
        Assert.Contains(written.Values, d => d.Status == DeliveryStatus.Queued);

        bool Says(ConsentSubject kind, string? id) =>
            id is not null && said.Any(o => o.ProjectId == DeliveryRig.ProjectId && o.Subject == kind && o.SubjectId == id && o.Category == "news" && o.OptedOut);
    }

    private static string User(int i) => $"u{i}";

    private static string Hex(int i) => i.ToString("x64", CultureInfo.InvariantCulture);
}
