using NotifyHub.Data.Nodes;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Names this run of the process as the owner of its leases; a later run has a larger one.</summary>
public sealed class BootId(HubNodes nodes)
{
    /// <summary>Unique and time-ordered.</summary>
    public long Value => nodes.Id;
}
