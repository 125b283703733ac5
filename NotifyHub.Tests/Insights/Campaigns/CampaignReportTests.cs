using NotifyHub.Campaigns;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Campaigns;
using NotifyHub.Tests.Campaigns;
using NotifyHub.Tests.Pipeline.Delivery;

namespace NotifyHub.Tests.Insights.Campaigns;

public class CampaignReportTests
{
    [Theory]
    // Reference: Wilson's interval without continuity correction, as R's binom::binom.confint(method = "wilson") tells.
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(480, 5100, 0.0864, 0.1024)]
    [InlineData(1, 1000, 0.0002, 0.0056)]
    public void Wilson_s_interval(long count, long of, double low, double high)
    {
        var p = new Proportion(count, of);
        Assert.Equal((low, high), (Math.Round(p.Low, 4), Math.Round(p.High, 4)));
    }

    [Fact]
    public void Of_nobody_there_is_no_share() => Assert.Equal((null, 0, 1), (new Proportion(0, 0).Share, new Proportion(0, 0).Low, new Proportion(0, 0).High));

    [Theory]
    [InlineData(99, 50, 500, 50, CampaignVerdictKind.NotEnoughData, null)]
    [InlineData(500, 4, 500, 5, CampaignVerdictKind.NotEnoughData, null)]
    [InlineData(500, 50, 500, 55, CampaignVerdictKind.NoDifference, null)]
    [InlineData(500, 50, 500, 120, CampaignVerdictKind.Leads, "B")]
    [InlineData(500, 120, 500, 50, CampaignVerdictKind.Leads, "A")]
    public void The_verdict_is_plain(long ofA, long a, long ofB, long b, CampaignVerdictKind kind, string? leader)
    {
        var verdict = CampaignVerdict.Of([("A", new Proportion(a, ofA)), ("B", new Proportion(b, ofB))]);
        Assert.Equal((kind, leader), (verdict.Kind, verdict.Leader));
        if (kind == CampaignVerdictKind.NotEnoughData)
        {
            Assert.StartsWith("Not enough data", verdict.Words, StringComparison.Ordinal);
        }
        Assert.Equal(CampaignVerdictKind.NotCompared, CampaignVerdict.Of([("A", new Proportion(a, ofA))]).Kind);
    }

    [Fact]
    public async Task Every_figure_is_that_of_the_rows()
    {
        await using var rig = await CampaignRig.OpenAsync();
        await rig.DevicesAsync(300);
        await rig.Fanout.DevicesAsync(100, ProviderKind.Fcm);
        var campaign = await rig.StartedAsync([new CampaignWording { Name = "=cmd|'/c calc'!A0" }, new CampaignWording { Name = "B" }], holdout: 25);
        var before = await rig.Reports.OfAsync(DeliveryRig.ProjectId, campaign.Row.Id);
        Assert.Equal(0, before!.Funnel.Audience);
        await rig.Fanout.DrainAsync();
        var ledger = (await rig.LedgerAsync(campaign.Row.Id)).Where(row => row.Reason != DeliveryReason.Holdout).ToList();
        // 8 of 10 sent, of those half confirmed, a quarter opened, an eighth pressed a button; the rest failed or opted out.
        await rig.Stage.Gate.WriteAsync(async session =>
        {
            for (var i = 0; i < ledger.Count; i++)
            {
                var (id, sent) = (ledger[i].Id, i % 10 < 8);
                await session.Prepare("update deliveries set status = @status, reason = @reason, sent_at = @sent, acked_at = @acked, opened_at = @opened where id = @id").Bind(
                    sent ? DeliveryStatus.Sent : i % 10 == 8 ? DeliveryStatus.Failed : DeliveryStatus.Suppressed, i % 10 == 9 ? DeliveryReason.PreferenceOptedOut : DeliveryReason.None,
                    sent ? 5L : null, sent && i % 2 == 0 ? 6L : null, sent && i % 4 == 0 ? 7L : null, id).ExecuteAsync();
                if (sent && i % 8 == 0)
                {
                    foreach (var kind in new[] { InteractionKind.Action, InteractionKind.Reply })
                    {
                        await session.Prepare("insert into interactions (id, project_id, delivery_id, kind, at, received_at) values (@id, @project, @delivery, @kind, 1, 1)").Bind(rig.Stage.Ids.Next(), DeliveryRig.ProjectId, id, kind).ExecuteAsync();
                    }
                }
            }
        });
        int Those(Func<int, bool> fits) => Enumerable.Range(0, ledger.Count).Count(fits);

        var report = (await rig.Reports.OfAsync(DeliveryRig.ProjectId, campaign.Row.Id))!;
        Assert.Equal(
            new CampaignFunnel(400, 400 - ledger.Count, Those(i => i % 10 == 9), 0, Those(i => i % 10 < 8), Those(i => i % 10 < 8 && i % 2 == 0), Those(i => i % 10 < 8 && i % 4 == 0), Those(i => i % 10 < 8 && i % 8 == 0), Those(i => i % 10 == 8), 0, 0), report.Funnel);
        Assert.Equal([(DeliveryReason.Holdout, 400L - ledger.Count), (DeliveryReason.PreferenceOptedOut, Those(i => i % 10 == 9))], report.Suppressed);
        Assert.Equal([(ProviderKind.Apns, 300L), (ProviderKind.Fcm, 100L)], report.Providers.Select(p => (p.Provider, p.Funnel.Audience)));
        Assert.Equal(report.Funnel.Sent, report.Providers.Sum(p => p.Funnel.Sent));
        Assert.Equal(report.Funnel.Acted, report.Providers.Sum(p => p.Funnel.Acted));
        // The rig's users are the same for both kinds of devices: a person with a phone of each counts once.
        foreach (var (variant, i) in report.Variants.Select((v, i) => (v, i)))
        {
            var own = ledger.Where(row => row.NotificationId == campaign.Variants[i].NotificationId).Count();
            Assert.InRange(variant.People, 1, own);
            Assert.Equal(variant.Sent, variant.Opened.Of);
        }
        Assert.Null(await rig.Reports.OfAsync(2, campaign.Row.Id));

        var csv = CampaignCsv.Write(report);
        Assert.DoesNotContain("\n=cmd", csv, StringComparison.Ordinal);
        Assert.Contains("variant,'=cmd|'/c calc'!A0,people,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd", csv, StringComparison.Ordinal);
        Assert.Contains($"messages,all,sent,{report.Funnel.Sent}", csv, StringComparison.Ordinal);
    }
}
