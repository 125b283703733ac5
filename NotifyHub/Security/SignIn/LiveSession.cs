using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.SignIn;

/// <summary>Looks every 30 s whether the account behind an open page still stands: a circuit otherwise keeps the principal it began with.</summary>
public sealed class LiveSession(ILoggerFactory logs, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SignInManager<HubUser>>().ValidateSecurityStampAsync(authenticationState.User) is not null;
    }
}
