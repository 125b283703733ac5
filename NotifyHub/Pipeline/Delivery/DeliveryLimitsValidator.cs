using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Reports every fault of the limits at start, each by its key.</summary>
internal sealed class DeliveryLimitsValidator : IValidateOptions<DeliveryLimits>
{
    public ValidateOptionsResult Validate(string? name, DeliveryLimits options) =>
        options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
