using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Api.Contracts;

/// <summary>A project's delivery settings.</summary>
/// <param name="Settings">What the project set; what is left out follows the defaults.</param>
/// <param name="Effective">What holds now.</param>
/// <param name="Defaults">What would hold if nothing were set.</param>
public sealed record DeliverySettingsAnswer(DeliverySettings Settings, DeliverySettings Effective, DeliverySettings Defaults)
{
    internal static DeliverySettingsAnswer From(SettingsView view) => new(view.Own, view.Rules.ToSettings(), view.Defaults.ToSettings());
}
