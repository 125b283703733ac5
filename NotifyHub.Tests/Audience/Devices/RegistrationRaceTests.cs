using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Postgres;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Pipeline.Delivery;
using Npgsql;

namespace NotifyHub.Tests.Audience.Devices;

[Trait("Engine", "postgres")]
public class RegistrationRaceTests
{
    [Fact]
    public async Task A_report_of_the_old_tokens_death_that_is_committed_between_look_and_word_does_not_retire_the_new_token()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false, services: services => services.AddEgress(new ConfigurationBuilder().Build()));
        var device = await rig.DeviceAsync();
        var engine = rig.Services.GetRequiredService<HubEngine>();
        await using var vendor = await ((PostgresEngine)engine).OpenWriteAsync();
        await using var report = await vendor.BeginTransactionAsync();
        await using (var retire = new NpgsqlCommand($"update devices set status = {(int)DeviceStatus.Retired}, retired_reason = 'Unregistered' where id = {device.Id}", vendor, report))
        {
            Assert.Equal(1, await retire.ExecuteNonQueryAsync());
        }

        // It reads the device as it was, and then waits for the row.
        var registering = rig.Services.GetRequiredService<DeviceRegistry>().RegisterAsync(DeliveryRig.ProjectId, new DeviceRegistration
        {
            Provider = "apns", Token = new string('a', 64), Replaces = RowId.Format(RowId.Device, device.Id),
        });
        while (!await WaitsAsync(engine))
        {
            Assert.False(registering.IsCompleted);
        }
        await report.CommitAsync();
        await registering;

        var row = await rig.ReadAsync(db => db.Devices.AsNoTracking().SingleAsync(d => d.Id == device.Id));
        Assert.Equal((DeviceStatus.Active, (string?)null), (row.Status, row.RetiredReason));
    }

    private static async Task<bool> WaitsAsync(HubEngine engine)
    {
        await using var connection = await engine.OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        return HubEngine.Number(await command.ExecuteScalarAsync()) > 0;
    }
}
