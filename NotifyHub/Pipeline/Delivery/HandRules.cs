using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// How the hands of one vendor's line are shared, so that calls that hang never hold all of them: some are kept for more urgent lanes,
/// some for other projects and other push services.
/// </summary>
/// <param name="hands">Calls in flight at once.</param>
/// <param name="ofOneProject">Only one project has an account with the vendor: there is no other for whom hands would be kept.</param>
internal readonly struct HandRules(int hands, bool ofOneProject = false)
{
    /// <summary>Every so many rows, one is taken from the least urgent lanes first: they are slow beside urgent ones, never starved.</summary>
    public const int PatienceOf = 8;

    /// <summary>Calls in flight at once.</summary>
    public int Hands => hands;

    /// <summary>Most calls of this lane and less urgent ones together: a quarter is kept from bulk, an eighth from normal, a sixteenth from high.</summary>
    public int OfLane(DeliveryLane lane) => lane switch
    {
        DeliveryLane.Bulk => hands - hands / 4,
        DeliveryLane.Normal => hands - hands / 8,
        DeliveryLane.High => hands - hands / 16,
        _ => hands,
    };

    /// <summary>Most calls of one project for a row of this lane: of the lane's hands an eighth is kept for the next project; one has half while others wait.</summary>
    public int OfProject(DeliveryLane lane, bool othersWait) =>
        othersWait ? Math.Max(1, OfLane(lane) / 2) : ofOneProject ? OfLane(lane) : Keep(OfLane(lane), 8);

    /// <summary>Most calls to one push service for a row of this lane (Web Push: the subscription names it).</summary>
    public int OfOrigin(DeliveryLane lane) => Keep(OfLane(lane), 4);

    // Few hands are not worth dividing.
    private static int Keep(int all, int part) => all < 3 ? all : all - Math.Max(1, all / part);
}
