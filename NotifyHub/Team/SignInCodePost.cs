using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Team;

/// <summary>Somebody asked for a code.</summary>
/// <param name="Email">For whom; there may be no such account.</param>
/// <param name="Ip">From where.</param>
public readonly record struct AskedCode(string Email, string? Ip);

/// <summary>Makes and mails the codes that were asked for, one after the other. In memory: what a crash loses is asked for again.</summary>
public sealed partial class SignInCodePost(IServiceScopeFactory scopes, DirectMail mail, ISecretBox box, IAuditLog audit, IWriteGate gate, TimeProvider time, ILogger<SignInCodePost> log) : BackgroundService
{
    /// <summary>An account has one code: a new one takes the place of the one before.</summary>
    internal const string Put = """
        insert into sign_in_codes (user_id, code_hash, tries, created_at, expires_at) values (@user, @hash, 0, @now, @ends)
        on conflict (user_id) do update set code_hash = excluded.code_hash, tries = 0, created_at = excluded.created_at, expires_at = excluded.expires_at
        """;

    private const int MostWaiting = 100;
    private readonly Channel<AskedCode> _asked = Channel.CreateBounded<AskedCode>(MostWaiting);

    /// <summary>False when too many wait.</summary>
    public bool TryOffer(AskedCode asked) => _asked.Writer.TryWrite(asked);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var asked in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await MailAsync(asked, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The next one may go: whoever waits for this one asks again.
                Failed(log, error);
            }
        }
    }

    private async Task MailAsync(AskedCode asked, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByEmailAsync(asked.Email);
        var (code, now) = (SignInCodes.Make(), time.GetUtcNow());
        await gate.WriteAsync(async session =>
        {
            if (user is not null)
            {
                await session.Prepare(Put).Bind(user.Id, SignInCodes.HashOf(box, user.Id, code), now, now + SignInCodes.Life).ExecuteAsync();
            }
            await audit.AppendAsync(session, new AuditFact(null, user?.Email ?? "unknown account", "signin.code_asked", user?.Email, Ip: asked.Ip));
        }, cancel);
        if (user is not null && (await mail.CodeAsync(user.Email!, code, cancel)).Fault is { } fault)
        {
            NotTaken(log, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A sign-in code could not be mailed.")]
    private static partial void Failed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in code did not leave. {Fault}")]
    private static partial void NotTaken(ILogger log, string fault);
}
