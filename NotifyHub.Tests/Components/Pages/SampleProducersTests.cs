using NotifyHub.Components.Pages.SandboxPhones;
using NotifyHub.Types;

namespace NotifyHub.Tests.Components.Pages;

public class SampleProducersTests
{
    [Fact]
    public void Every_built_in_type_that_an_app_raises_has_a_button() => Assert.Equal(
        BuiltInTypes.All.Where(type => type.IsDispatched && !type.Key.EndsWith("digest", StringComparison.Ordinal)).Select(type => type.Key).Order(StringComparer.Ordinal),
        SampleProducers.All.Select(sample => sample.Type).Order(StringComparer.Ordinal));

    [Fact]
    public void Tasks_are_reminders() => Assert.Equal(["task.due_soon", "task.overdue"], SampleProducers.All.Where(sample => sample.DueIn is not null).Select(sample => sample.Type));
}
