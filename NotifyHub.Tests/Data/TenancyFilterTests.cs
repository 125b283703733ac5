using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data;

public class TenancyFilterTests
{
    [Fact]
    public async Task A_context_sees_its_project_only_and_the_default_sees_none()
    {
        await using var store = await TempStore.OpenAsync();
        await store.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) =>
        {
            foreach (var project in new long[] { 1, 2 })
            {
                db.Notifications.Add(new() { Id = project * 10, ProjectId = project, Payload = "{}", Target = "{}", CreatedAt = DateTimeOffset.UnixEpoch });
            }
            return Task.FromResult(0);
        });
        foreach (var (scope, expected) in new (ProjectScope, long[])[] { (ProjectScope.Of(1), [10]), (ProjectScope.Of(2), [20]), (default, []), (ProjectScope.EveryProject, [10, 20]) })
        {
            await using var db = store.Contexts.Open(scope);
            Assert.Equal(expected, await db.Notifications.OrderBy(n => n.Id).Select(n => n.Id).ToListAsync());
        }
    }

    [Fact]
    public void Every_table_with_a_project_is_filtered()
    {
        using var db = new HubDbProbe();
        var tables = db.Model.GetEntityTypes().Where(t => t.ClrType.GetProperty("ProjectId")?.PropertyType == typeof(long)).ToList();
        Assert.True(tables.Count >= 8);
        Assert.All(tables, t => Assert.NotEmpty(t.GetDeclaredQueryFilters()));
    }

    private sealed class HubDbProbe : IDisposable
    {
        private readonly NotifyHub.Data.HubDb _db = new(new DbContextOptionsBuilder<NotifyHub.Data.HubDb>().UseSqlite("Data Source=:memory:").Options, null, default);
        public Microsoft.EntityFrameworkCore.Metadata.IModel Model => _db.Model;
        public void Dispose() => _db.Dispose();
    }
}
