using System.Text.Json;
using System.Text.Json.Serialization;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Campaigns;

/// <summary>How a campaign's send and wordings lie in their rows, and what each wording sends.</summary>
public static class CampaignJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    internal static string Write(PushSend send) => JsonSerializer.Serialize(send, Options);

    internal static string Write(CampaignWording wording) => JsonSerializer.Serialize(wording, Options);

    /// <summary>What it sends.</summary>
    public static PushSend SendOf(Campaign campaign) => JsonSerializer.Deserialize<PushSend>(campaign.Send, Options)!;

    /// <summary>The wording of a variant.</summary>
    public static CampaignWording WordingOf(CampaignVariant variant) => JsonSerializer.Deserialize<CampaignWording>(variant.Words, Options)!;

    /// <summary>A send in a wording's words. Words of its own take the place of a template, and a template of its own takes the place of words.</summary>
    internal static PushSend Over(PushSend send, CampaignWording wording)
    {
        var hasWords = (wording.Title ?? wording.Subtitle ?? wording.Body) is not null;
        return send with
        {
            Title = wording.Template is not null ? null : wording.Title ?? send.Title,
            Subtitle = wording.Template is not null ? null : wording.Subtitle ?? send.Subtitle,
            Body = wording.Template is not null ? null : wording.Body ?? send.Body,
            Template = wording.Template ?? (hasWords ? null : send.Template),
            Data = wording.Data ?? send.Data,
            Route = wording.Route ?? send.Route,
            Options = wording.ImageUrl is null ? send.Options : (send.Options ?? new PushSendOptions()) with { RichMedia = new PushRichMedia { ImageUrl = wording.ImageUrl } },
        };
    }
}
