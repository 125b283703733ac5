namespace NotifyHub.Audience.Topics;

/// <summary>What a topic may be called.</summary>
public static class TopicNames
{
    private const int Longest = 200;

    internal static void Check(FaultList faults, string pointer, string? topic)
    {
        faults.Length(pointer, topic, Longest);
        if (topic is { Length: > 0 } && string.IsNullOrWhiteSpace(topic))
        {
            faults.Add(pointer, "required", "A topic's name is more than white space.");
        }
        ProfileChecks.Plain(faults, pointer, topic);
    }
}
