using NotifyHub.Data.Rows;

namespace NotifyHub.Campaigns;

/// <summary>What operators should know of campaigns.</summary>
internal static partial class CampaignLog
{
    public static void Refused(ILogger log, long campaign, RefusedException error) => WasRefused(log, RowId.Format(RowId.Campaign, campaign), error.Code);

    public static void Later(ILogger log, long campaign, Exception error) => Waits(log, RowId.Format(RowId.Campaign, campaign), error.Message);

    public static void StepFailed(ILogger log, long campaign, Exception error) => Failed(log, RowId.Format(RowId.Campaign, campaign), error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The planned start of campaign {Campaign} was refused ({Code}); it is a draft again")]
    private static partial void WasRefused(ILogger log, string campaign, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The planned start of campaign {Campaign} waits: {Why}")]
    private static partial void Waits(ILogger log, string campaign, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Campaign {Campaign} can't be looked at now; it stays due")]
    private static partial void Failed(ILogger log, string campaign, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Campaigns can't be looked at now; they stay due")]
    public static partial void AllFailed(ILogger log, Exception error);
}
