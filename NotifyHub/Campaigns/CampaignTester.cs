using System.Text.Json;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Campaigns;

/// <summary>A test of a campaign.</summary>
public sealed record CampaignTest
{
    /// <summary>Devices of the testers, 1 to 20.</summary>
    public required IReadOnlyList<string> Devices { get; init; }
    /// <summary>Only this wording; each of them when left out.</summary>
    public string? Variant { get; init; }
}

/// <summary>A wording that was sent to testers.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Accepted">What was stored of it.</param>
public sealed record TestedWording(string Variant, AcceptedSend Accepted);

/// <summary>
/// Sends a campaign's wordings to testers at once, in any state of the campaign and outside of it: a test counts for no report, has no place in the ledger, and whoever gets one
/// gets the campaign's own message all the same. Each wording is a send like any other.
/// </summary>
public sealed class CampaignTester
{
    /// <summary>Most devices of one test.</summary>
    public const int MostDevices = 20;

    private readonly CampaignDesk _desk;
    private readonly SendIntake _intake;

    internal CampaignTester(CampaignDesk desk, SendIntake intake) => (_desk, _intake) = (desk, intake);

    /// <summary>Sends it. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">A device or the wording is unknown, or the campaign can't be sent any more; wordings before the refused one were sent.</exception>
    public async Task<IReadOnlyList<TestedWording>?> SendAsync(CampaignCaller caller, long id, CampaignTest test, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        if (test.Devices.Count is < 1 or > MostDevices)
        {
            faults.Add("/devices", "out_of_range", $"A test goes to 1 to {MostDevices} devices.");
        }
        for (var i = 0; i < Math.Min(test.Devices.Count, MostDevices); i++)
        {
            if (!RowId.TryParse(RowId.Device, test.Devices[i], out _))
            {
                faults.Add($"/devices/{i}", RefusalCode.InvalidTarget, "This is no device id.");
            }
        }
        faults.ThrowIfAny();
        if (await _desk.FindAsync(caller.Origin.ProjectId, id, cancel) is not { } found)
        {
            return null;
        }
        var wordings = found.Variants.Where(variant => !variant.IsHoldout && (test.Variant is null || variant.Name == test.Variant)).OrderBy(variant => variant.Number).ToList();
        if (wordings.Count == 0)
        {
            faults.Add("/variant", "unknown_variant", "The campaign has no wording of this name.");
            faults.ThrowIfAny();
        }
        var send = CampaignJson.SendOf(found.Row) with { To = JsonSerializer.SerializeToElement(test.Devices), CorrelationId = $"campaign-test-{RowId.Format(RowId.Campaign, id)}" };
        var sent = new List<TestedWording>(wordings.Count);
        foreach (var wording in wordings)
        {
            sent.Add(new TestedWording(wording.Name, await _intake.AcceptAsync(caller.Origin, CampaignJson.Over(send, CampaignJson.WordingOf(wording)), cancel: cancel)));
        }
        return sent;
    }
}
