using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Reports every fault of a provider's options at start, each by its key.</summary>
internal sealed class ProviderLimitsValidator<T>(string section) : IValidateOptions<T> where T : ProviderLimits
{
    public ValidateOptionsResult Validate(string? name, T options) =>
        options.Faults(section).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
