using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.SignIn;

/// <summary>Answer to a set-up: done, closed (somebody was first), or what to mend.</summary>
public sealed record SetupAnswer(bool Done, bool Closed, IReadOnlyList<OwnerProblem> Problems);

/// <summary>The first visit: token in, owner and project made, owner signed in.</summary>
public sealed class SetupDesk(FirstOwner first, SetupToken token, AttemptLimiter limiter, KnownDevice devices, SignInManager<HubUser> sessions)
{
    // One at a time: the rest then see that it is done, and hash no password for nothing.
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Whether there is anything to set up; prints a token when none is live.</summary>
    public async Task<bool> OpenAsync(CancellationToken cancel = default)
    {
        if (!await first.IsOpenAsync(cancel))
        {
            return false;
        }
        token.Offer();
        return true;
    }

    /// <summary>Makes the owner and sets the session cookie on <paramref name="http"/>.</summary>
    public async Task<SetupAnswer> TryAsync(HttpContext http, string presented, OwnerSpec spec, CancellationToken cancel = default)
    {
        var ip = http.Connection.RemoteIpAddress?.ToString();
        await Turn.WaitAsync(cancel);
        try
        {
            if (!await first.IsOpenAsync(cancel))
            {
                return new SetupAnswer(Done: false, Closed: true, []);
            }
            AttemptLimiter.Subject[] subjects = [AttemptLimiter.Subject.Address(ip), AttemptLimiter.Subject.Setup];
            if (limiter.Begin(subjects) > TimeSpan.Zero)
            {
                return Refused("Too many attempts. Wait a minute and try again.");
            }
            if (!token.Matches(presented))
            {
                return Refused("This is not the token on the console, or its hour is over. Open this page anew for a fresh one.");
            }
            limiter.Succeeded(subjects);
            var result = await first.CreateAsync(spec, spec.Email, ip, cancel);
            if (result.Owner is null)
            {
                return new SetupAnswer(Done: false, Closed: result.Problems.Count == 0, result.Problems);
            }
            token.Spend();
            await sessions.SignInAsync(result.Owner, isPersistent: false);
            devices.Remember(http, result.Owner);
            return new SetupAnswer(Done: true, Closed: false, []);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static SetupAnswer Refused(string words) => new(Done: false, Closed: false, [new OwnerProblem("Token", words)]);
}
