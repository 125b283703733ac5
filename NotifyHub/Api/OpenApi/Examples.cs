namespace NotifyHub.Api.OpenApi;

/// <summary>One call of each route, as JSON, by area (Examples.*.cs). A test sends or reads each of them through the real contract.</summary>
internal static partial class Examples
{
    private const string DeliveryId = "dlv_01j9x3k2m4n5p", DeviceId = "dev_01j9x3k2m0000", NotificationId = "ntf_01j9x3k2m4n00";
}
