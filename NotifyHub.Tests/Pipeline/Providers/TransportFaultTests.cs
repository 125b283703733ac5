using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Tests.Pipeline.Providers;

public class TransportFaultTests
{
    [Theory]
    [InlineData(TransportFault.Timeout, 10_050, TransportFault.Timeout)]
    [InlineData(TransportFault.Timeout, 14_900, TransportFault.Timeout)]
    [InlineData(TransportFault.Timeout, 40_000, ProviderOutcome.StoodStill)]
    [InlineData(TransportFault.Reset, 40_000, ProviderOutcome.StoodStill)]
    [InlineData(TransportFault.ConnectRefused, 3, TransportFault.ConnectRefused)]
    public void A_call_that_ends_long_after_its_time_was_held_up_by_ourselves(string code, int tookMs, string meant)
    {
        var fault = new TransportFault(code, MaybeDelivered: true).After(TimeSpan.FromMilliseconds(tookMs), TimeSpan.FromSeconds(10));
        Assert.Equal((meant, true), (fault.Code, fault.MaybeDelivered));
    }
}
