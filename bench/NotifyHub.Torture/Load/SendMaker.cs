using System.Text.Json.Nodes;

namespace NotifyHub.Torture.Load;

/// <summary>Draws the sends of a run: to one or many, at once or later, with and without a key, and some that must be refused.</summary>
public sealed class SendMaker(Fleet fleet, int seed)
{
    private static readonly string[] Priorities = ["low", "normal", "high", "critical"];
    private readonly Random _chance = new(seed);

    /// <summary>The next one.</summary>
    public Send Next(int number)
    {
        var name = $"t{seed}-{number}";
        var isValid = _chance.NextDouble() >= 0.03;
        IReadOnlyList<string> devices = isValid ? fleet.Draw(_chance) : ["dev_0000000000001"];
        var key = isValid && _chance.NextDouble() < 0.1 ? null : name;
        var body = new JsonObject
        {
            ["to"] = new JsonArray([.. devices.Select(d => (JsonNode)d)]),
            ["title"] = "Torture",
            ["body"] = name,
            ["correlationId"] = name,
            ["options"] = new JsonObject { ["priority"] = Priorities[_chance.Next(Priorities.Length)] },
        };
        if (_chance.NextDouble() < 0.1)
        {
            body["sendAt"] = TimeProvider.System.GetUtcNow().AddSeconds(_chance.Next(1, 5)).ToString("O");
        }
        if (key is not null)
        {
            body["idempotencyKey"] = key;
        }
        return new Send(name, key, devices, body.ToJsonString(), isValid);
    }
}
