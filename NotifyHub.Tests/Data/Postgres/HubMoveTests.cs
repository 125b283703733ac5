using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data.Postgres;

/// <summary>From SQLite to PostgreSQL with one command, on live data: the hub goes on where it stopped.</summary>
[Trait("Engine", "postgres")]
public sealed class HubMoveTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> OnSqlite = new(StringComparer.Ordinal) { ["NotifyHub:Database:Provider"] = "sqlite" };
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "notifyhub-move-" + Guid.NewGuid().ToString("n"));
    private string _target = "";

    public async Task InitializeAsync() => _target = (await TestEngine.SettingsAsync(_folder))["ConnectionStrings:Hub"]!;

    public Task DisposeAsync() => TestEngine.ForgetAsync(_folder);

    private async Task<(int Code, string Output, string Errors)> MoveAsync(params string[] more)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await MigrateCommand.RunAsync(["migrate", $"--NotifyHub:DataDirectory={_folder}", "--NotifyHub:Database:Provider=sqlite", .. more], output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    [Fact]
    public async Task A_hub_with_deliveries_in_every_state_moves_and_goes_on_sending()
    {
        var states = new Dictionary<long, DeliveryStatus>();
        long waiting;
        await using (var before = await DeliveryRig.OpenAsync(folder: _folder, start: false, settings: OnSqlite))
        {
            await before.CredentialAsync(ProviderKind.Apns);
            var device = await before.DeviceAsync();
            foreach (var status in Enum.GetValues<DeliveryStatus>().Where(status => status is not (DeliveryStatus.Queued or DeliveryStatus.Sending)))
            {
                var ids = await before.StoreAsync([await before.DeviceAsync()], delivery =>
                {
                    delivery.Status = status;
                    delivery.DueAt = before.Time.GetUtcNow().AddDays(1);
                    delivery.CollapseKey = "größe \"x\"\t\\";
                });
                states[ids[0]] = status;
            }
            waiting = (await before.StoreAsync([device]))[0];
        }

        var (code, output, errors) = await MoveAsync("--to", _target);

        Assert.Equal(("", 0), (errors, code));
        Assert.Contains("Copied", output, StringComparison.Ordinal);
        await using var after = await DeliveryRig.OpenAsync(folder: _folder, start: false);
        Assert.Contains("PostgreSQL", after.Services.GetService(typeof(HubEngine)) is HubEngine engine ? engine.Describe() : "", StringComparison.Ordinal);
        var rows = await after.ReadAsync(db => db.Deliveries.AsNoTracking().ToListAsync());
        Assert.Equal(states.Count + 1, rows.Count);
        Assert.All(states, state => Assert.Equal((state.Value, "größe \"x\"\t\\"), rows.Where(row => row.Id == state.Key).Select(row => (row.Status, row.CollapseKey)).Single()));
        await after.StartAsync();
        // Its token was sealed before the move: only the same master key opens it.
        Assert.Equal(DeliveryStatus.Sent, (await after.UntilAsync(waiting, DeliveryStatus.Sent)).Status);
        Assert.Equal(DeliveryStatus.Sent, (await after.UntilAsync(await after.SendAsync(await after.DeviceAsync()), DeliveryStatus.Sent)).Status);
    }

    [Fact]
    public async Task A_database_with_rows_and_a_hub_that_runs_are_refused_and_nothing_changes()
    {
        await using (var before = await DeliveryRig.OpenAsync(folder: _folder, start: false, settings: OnSqlite))
        {
            await before.DeviceAsync();
            var running = await MoveAsync("--to", _target);
            Assert.Equal(1, running.Code);
            Assert.Contains("Another NotifyHub works on", running.Errors, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await MoveAsync("--to", _target)).Code);
        var again = await MoveAsync("--to", _target);
        Assert.Equal(1, again.Code);
        Assert.Contains("holds rows already", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_target_only_the_schema_is_brought_up_to_date()
    {
        var (code, output, _) = await MoveAsync();
        Assert.Equal(0, code);
        Assert.Contains("up to date (SQLite", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "notifyhub.db")));
    }

    [Fact]
    public async Task A_target_that_is_none_is_told_in_words()
    {
        Assert.Contains("--to must say where", (await MoveAsync("--to", "nowhere")).Errors, StringComparison.Ordinal);
        Assert.Contains("absent_database", (await MoveAsync("--to", _target + ";Database=absent_database")).Errors, StringComparison.Ordinal);
    }
}
