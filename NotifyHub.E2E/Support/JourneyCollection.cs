namespace NotifyHub.E2E.Support;

/// <summary>One browser and one hub for all journeys, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class JourneyCollection : ICollectionFixture<JourneyBrowser>, ICollectionFixture<SharedHub>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Journeys";
}
