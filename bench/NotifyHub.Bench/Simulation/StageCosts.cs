namespace NotifyHub.Bench.Simulation;

/// <summary>What the model needs to know, all measured: microseconds of CPU for one delivery, and delays that cost none.</summary>
/// <param name="Accept">Accept, of a recipient in a batch of 100, hub and engine; the half of it inside the write gate.</param>
/// <param name="Claim">Claim and read.</param>
/// <param name="Call">Policy, token, request and answer in the hub.</param>
/// <param name="Twin">The vendor's side.</param>
/// <param name="Settle">Result and attempt.</param>
/// <param name="Generator">Whoever asks for the sends.</param>
/// <param name="WakeUp">Delay of one way between hub and vendor beside CPU.</param>
/// <param name="Sync">Delay of a commit.</param>
public sealed record StageCosts(double Accept, double Claim, double Call, double Twin, double Settle, double Generator, double WakeUp, double Sync)
{
    /// <summary>The same on cores that give only a share of their time.</summary>
    public StageCosts Slowed(double times) =>
        this with { Accept = Accept * times, Claim = Claim * times, Call = Call * times, Twin = Twin * times, Settle = Settle * times, Generator = Generator * times };

    /// <summary>CPU of a delivery from request to settled result.</summary>
    public double All => Accept + Claim + Call + Twin + Settle + Generator;
}
