using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Campaigns;

/// <summary>Reads a campaign from what was asked; what is wrong with it goes to the faults.</summary>
internal static class CampaignChecks
{
    private const int NameMax = 100, WordingNameMax = 40, MostWordings = 8, MostWeight = 1000;
    private const double MostHoldout = 50;

    /// <summary>Everything but what the target and the vendors say.</summary>
    public static void Check(string? name, PushSend? send, IReadOnlyList<CampaignWording>? wordings, double? holdout, FaultList faults)
    {
        faults.Length("/name", name, NameMax);
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl)))
        {
            faults.Add("/name", "bad_text", "name must have letters and no control characters.");
        }
        if (holdout is < 0 or > MostHoldout || (holdout is { } share && Math.Abs((share * 100) - Hundredths(share)) > 1e-6))
        {
            faults.Add("/holdoutPercent", "out_of_range", "holdoutPercent must be 0 to 50, with at most two decimals.");
        }
        if (send is not null)
        {
            NotHere("/send/sendAt", send.SendAt is not null, "A campaign's start says when.", faults);
            NotHere("/send/sendAtLocal", send.SendAtLocal is not null, "A campaign's start says when.", faults);
            NotHere("/send/sendAtZone", send.SendAtZone is not null, "A campaign's start says when.", faults);
            NotHere("/send/dryRun", send.DryRun, "GET /v1/campaigns/{cmp}/estimate tells whom it would reach.", faults);
            NotHere("/send/idempotencyKey", send.IdempotencyKey is not null, "A campaign is sent once by itself.", faults);
            NotHere("/send/campaignId", send.CampaignId is not null, "Its messages are tagged with the campaign's own id.", faults);
        }
        for (var i = 0; i < (wordings?.Count ?? 0) && i < MostWordings; i++)
        {
            var wording = wordings![i];
            faults.Required($"/variants/{i}/name", wording.Name);
            faults.Length($"/variants/{i}/name", wording.Name, WordingNameMax);
            faults.Range($"/variants/{i}/weight", wording.Weight, 1, MostWeight);
            if (wordings.Take(i).Any(other => string.Equals(other.Name, wording.Name, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add($"/variants/{i}/name", "not_unique", "Another variant has this name.");
            }
        }
        if (wordings is { Count: 1 or > MostWordings })
        {
            faults.Add("/variants", "out_of_range", $"variants must be 2 to {MostWordings}, or none.");
        }
    }

    /// <summary>A percentage in hundredths of a percent, as the row holds it.</summary>
    public static int Hundredths(double percent) => (int)Math.Round(percent * 100);

    /// <summary>Its variants with their ranges of buckets: those held out have the last ones, so that a change of the wordings' weights moves nobody in or out of them.</summary>
    public static IReadOnlyList<CampaignVariant> Variants(Campaign campaign, IReadOnlyList<CampaignWording> wordings)
    {
        var rows = (wordings.Count == 0 ? [new CampaignWording { Name = "A" }] : wordings).Select((wording, i) => new CampaignVariant
        {
            CampaignId = campaign.Id, Number = i, ProjectId = campaign.ProjectId, Name = wording.Name, Weight = wording.Weight ?? 1, Words = CampaignJson.Write(wording),
        }).ToList();
        var (sent, all, before) = (PersonBucket.Count - campaign.Holdout, rows.Sum(row => row.Weight), 0);
        foreach (var row in rows)
        {
            row.FromBucket = (int)((long)sent * before / all);
            before += row.Weight;
            row.ToBucket = (int)((long)sent * before / all);
        }
        if (campaign.Holdout > 0)
        {
            rows.Add(new CampaignVariant
            {
                CampaignId = campaign.Id, Number = rows.Count, ProjectId = campaign.ProjectId, Name = "Holdout", Words = CampaignJson.Write(new CampaignWording { Name = "Holdout" }), IsHoldout = true,
                FromBucket = sent, ToBucket = PersonBucket.Count,
            });
        }
        return rows;
    }

    private static void NotHere(string pointer, bool isThere, string words, FaultList faults)
    {
        if (isThere)
        {
            faults.Add(pointer, "not_allowed", words);
        }
    }
}
