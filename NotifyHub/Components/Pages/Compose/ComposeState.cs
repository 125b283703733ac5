using System.Text.Json;
using NotifyHub.Audience.Targets;
using NotifyHub.Components.Shared;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Templates;

namespace NotifyHub.Components.Pages.Compose;

/// <summary>What the compose page knows: the draft, what is wrong with it, what it would say, whom it would reach, and what was sent.</summary>
public sealed class ComposeState(SendExplainer explainer, SendIntake intake, SendCancellation cancellation, TargetDirectory targets, AudienceReach reach, TemplateLint lint, TimeProvider time)
{
    /// <summary>For so long a send can be taken back before anything leaves.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromSeconds(15);

    /// <summary>A count that is older is taken again before anything is sent.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private string? _countedFor;
    private DateTimeOffset _countedAt;

    /// <summary>As typed.</summary>
    public ComposeDraft Draft { get; private set; } = new();

    /// <summary>What keeps it from being sent.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>What is wrong with the audience.</summary>
    public IReadOnlyList<Fault> AudienceFaults { get; private set; } = [];

    /// <summary>What it would say; null while it would be refused.</summary>
    public SendWords? Words { get; private set; }

    /// <summary>Bytes at each vendor.</summary>
    public IReadOnlyList<VendorBytes> Bytes { get; private set; } = [];

    /// <summary>Whom it would reach; null while that is not known.</summary>
    public Reach? Reach { get; private set; }

    /// <summary>Why the last press of Send did not send.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What was sent; null before.</summary>
    public AcceptedSend? Sent { get; private set; }

    /// <summary>When it leaves.</summary>
    public DateTimeOffset LeavesAt { get; private set; }

    /// <summary>It was taken back.</summary>
    public bool IsTakenBack { get; private set; }

    /// <summary>The audience was counted as it stands, and not long ago.</summary>
    public bool IsFresh => Reach is not null && _countedFor == Key() && time.GetUtcNow() - _countedAt < Fresh;

    /// <summary>Everything is there that a send needs.</summary>
    public bool IsReady => Words is not null && IsFresh && Reach!.Matched > 0;

    /// <summary>Begins with another draft.</summary>
    public void Begin(ComposeDraft draft) => (Draft, Sent, IsTakenBack, Refusal, Reach, Words, Faults, AudienceFaults, _countedFor) = (draft, null, false, null, null, null, [], [], null);

    /// <summary>Reads the draft again; counts when the audience is another.</summary>
    public async Task RefreshAsync(long projectId, ViewerZone zone, CancellationToken cancel = default)
    {
        Refusal = null;
        if (_countedFor != Key())
        {
            await CountAsync(projectId, cancel);
        }
        await ReadAsync(projectId, zone, cancel);
    }

    /// <summary>Counts the audience now.</summary>
    public async Task CountAsync(long projectId, CancellationToken cancel = default)
    {
        (Reach, AudienceFaults, _countedFor) = (null, [], Key());
        if (Draft.To() is not { } to)
        {
            return;
        }
        try
        {
            var faults = new FaultList();
            var target = TargetReader.Read(JsonSerializer.SerializeToElement(to), "/to", faults);
            faults.ThrowIfAny();
            Reach = await reach.CountAsync(projectId, await targets.ResolveAsync(projectId, target, "/to", cancel), Draft.Category.Trim() is { Length: > 0 } category ? category : null, cancel);
            _countedAt = time.GetUtcNow();
        }
        catch (RefusedException refused)
        {
            AudienceFaults = FaultsOf(refused);
        }
    }

    /// <summary>Sends it. Counts once more before; when the number has moved since it was shown, nothing is sent and the new one is shown.</summary>
    public async Task SendAsync(long projectId, ViewerZone zone, CancellationToken cancel = default)
    {
        Refusal = null;
        if (Sent is not null || !IsReady)
        {
            return;
        }
        var shown = Reach!.Matched;
        await CountAsync(projectId, cancel);
        if (Reach?.Matched != shown)
        {
            Refusal = Reach is null ? "The audience is not there any more; nothing was sent." : $"The audience has changed while you looked: {shown:N0} before, {Reach.Matched:N0} now. Nothing was sent; look at the count, then press again.";
            return;
        }
        try
        {
            var send = Make(zone);
            // Later by the window in which it can be taken back, so that nothing has left when it is.
            var now = time.GetUtcNow();
            LeavesAt = send.SendAt ?? now + UndoWindow;
            Sent = await intake.AcceptAsync(new SendOrigin(projectId, null), send.SendAtLocal is null ? send with { SendAt = LeavesAt } : send, cancel: cancel);
        }
        catch (RefusedException refused)
        {
            Refusal = FaultsOf(refused)[0].Message;
        }
    }

    /// <summary>Takes back what has not left.</summary>
    public async Task TakeBackAsync(long projectId, CancellationToken cancel = default)
    {
        if (Sent is { } sent)
        {
            await cancellation.CancelAsync(projectId, sent.NotificationId, cancel);
            IsTakenBack = true;
        }
    }

    /// <summary>The draft as a push, for a test.</summary>
    /// <exception cref="RefusedException">Something typed can't be read.</exception>
    public PushSend Make(ViewerZone zone)
    {
        var faults = new FaultList();
        var send = Draft.ToSend(zone, faults);
        faults.ThrowIfAny();
        return send;
    }

    private async Task ReadAsync(long projectId, ViewerZone zone, CancellationToken cancel)
    {
        (Words, Bytes, Faults) = (null, [], []);
        if (Draft.To() is null || AudienceFaults.Count > 0 || Draft.SaysNothing)
        {
            return;
        }
        try
        {
            Words = await explainer.WordsAsync(projectId, Make(zone), cancel);
            Bytes = lint.Bytes(Words.Message);
        }
        catch (RefusedException refused)
        {
            Faults = FaultsOf(refused);
        }
    }

    // What decides who gets it.
    private string Key() => $"{Draft.To()?.ToJsonString()} {Draft.Category.Trim()}";

    private static IReadOnlyList<Fault> FaultsOf(RefusedException refused) => refused.Faults.Count > 0 ? refused.Faults : [new Fault("", refused.Code, refused.Message)];
}
