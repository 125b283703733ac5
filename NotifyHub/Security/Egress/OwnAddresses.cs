using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;

namespace NotifyHub.Security.Egress;

/// <summary>The addresses of this machine's own interfaces: a public one among them leads back to ourselves. Read again when the network changes.</summary>
internal sealed class OwnAddresses : IDisposable
{
    private FrozenSet<IPAddress> _addresses = Read();

    public OwnAddresses() => NetworkChange.NetworkAddressChanged += OnChange;

    public bool Contains(IPAddress address) => _addresses.Contains(AddressBlockList.Inner(address));

    public void Dispose() => NetworkChange.NetworkAddressChanged -= OnChange;

    private void OnChange(object? sender, EventArgs e) => _addresses = Read();

    private static FrozenSet<IPAddress> Read() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => AddressBlockList.Inner(a.Address))
            .ToFrozenSet();
}
