using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Accounts;

/// <summary>Identity's store with passkeys in rows of our own, whose columns every engine and a move between them sees.</summary>
public sealed class PasskeyStore(HubDb context, TimeProvider time, IdentityErrorDescriber? describer = null) : UserOnlyStore<HubUser, HubDb, long>(context, describer)
{
    /// <inheritdoc/>
    public override async Task AddOrUpdatePasskeyAsync(HubUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await Context.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == passkey.CredentialId && p.UserId == user.Id, cancellationToken) is not { } row)
        {
            Context.Passkeys.Add(RowOf(user.Id, passkey));
            return;
        }
        (row.SignCount, row.IsBackedUp, row.IsUserVerified, row.LastUsedAt) = (passkey.SignCount, passkey.IsBackedUp, passkey.IsUserVerified, time.GetUtcNow());
    }

    /// <inheritdoc/>
    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(HubUser user, CancellationToken cancellationToken) =>
        [.. (await Context.Passkeys.AsNoTracking().Where(p => p.UserId == user.Id).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken)).Select(InfoOf)];

    /// <inheritdoc/>
    public override async Task<HubUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Users.SingleOrDefaultAsync(u => Context.Passkeys.Any(p => p.CredentialId == credentialId && p.UserId == u.Id), cancellationToken);

    /// <inheritdoc/>
    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(HubUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.UserId == user.Id, cancellationToken) is { } row ? InfoOf(row) : null;

    /// <inheritdoc/>
    public override async Task RemovePasskeyAsync(HubUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await Context.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.UserId == user.Id, cancellationToken) is { } row)
        {
            Context.Passkeys.Remove(row);
        }
    }

    internal static Passkey RowOf(long userId, UserPasskeyInfo passkey) => new()
    {
        CredentialId = passkey.CredentialId, UserId = userId, Name = passkey.Name, PublicKey = passkey.PublicKey, SignCount = passkey.SignCount,
        Transports = passkey.Transports is { Length: > 0 } transports ? string.Join(',', transports) : null,
        IsUserVerified = passkey.IsUserVerified, IsBackupEligible = passkey.IsBackupEligible, IsBackedUp = passkey.IsBackedUp,
        AttestationObject = passkey.AttestationObject, ClientDataJson = passkey.ClientDataJson, CreatedAt = passkey.CreatedAt,
    };

    private static UserPasskeyInfo InfoOf(Passkey row) => new(
        row.CredentialId, row.PublicKey, row.CreatedAt, (uint)row.SignCount, row.Transports?.Split(','), row.IsUserVerified, row.IsBackupEligible, row.IsBackedUp, row.AttestationObject, row.ClientDataJson)
    { Name = row.Name };
}
