using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Explain.Replay;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Pipeline.Explain;

/// <summary>Registers those who tell why.</summary>
public static class ExplainServices
{
    /// <summary>Needs intake and delivery.</summary>
    public static IServiceCollection AddExplain(this IServiceCollection services) => services
        .AddSingleton(p => new SendExplainer(p.GetRequiredService<SendIntake>(), p.GetRequiredService<StandingFacts>(), p.GetRequiredService<HubContexts>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton(p => new PeopleExplainer(p.GetRequiredService<PeopleIntake>(), p.GetRequiredService<PeopleDirectory>(), p.GetRequiredService<StandingFacts>(), p.GetRequiredService<HubContexts>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton(p => new AudienceReach(p.GetRequiredService<HubEngine>(), p.GetRequiredService<HubContexts>(), p.GetRequiredService<StandingFacts>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton(p => new PolicyTimeMachine(
            new ReplayReader(p.GetRequiredService<HubEngine>()), p.GetRequiredService<HubContexts>(), p.GetRequiredService<PolicyDesk>(), p.GetRequiredService<BundleRules>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton(p => new DeliveryWhy(p.GetRequiredService<StandingFacts>(), p.GetRequiredService<HubContexts>(), p.GetRequiredService<TimeProvider>()));
}
