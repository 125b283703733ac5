using System.Security.Cryptography;
using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Audit;

/// <summary>Follows the entries in the order of their ids and says of each whether it stands where it was written, as it was written.</summary>
internal sealed class AuditChain
{
    /// <summary>Stands in for the hash before the first entry.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    private byte[] _previous = Start;

    /// <summary>False for an entry whose content or place is not what its hash says.</summary>
    public bool Accepts(AuditEntry entry)
    {
        var whole = entry.PreviousHash.AsSpan().SequenceEqual(_previous) && entry.Hash.AsSpan().SequenceEqual(HashOf(entry));
        _previous = entry.Hash;
        return whole;
    }

    /// <summary>What the entry's hash must be.</summary>
    public static byte[] HashOf(AuditEntry entry) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new object?[]
    {
        Convert.ToHexStringLower(entry.PreviousHash), entry.Id, entry.ProjectId, entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.Ip, entry.At.ToUnixTimeMilliseconds(),
    }));
}
