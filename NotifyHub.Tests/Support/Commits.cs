using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;

namespace NotifyHub.Tests.Support;

/// <summary>Waits for what a commit brings.</summary>
public static class Commits
{
    /// <summary>Looks now, and again after each commit, until there is something.</summary>
    /// <param name="hub">Whose commits.</param>
    /// <param name="look">Null while it is not there.</param>
    public static async Task<T> UntilAsync<T>(this TestHub hub, Func<Task<T?>> look) where T : class
    {
        // Not disposed of: a commit may be telling it in the moment in which we let go.
        var changed = new SemaphoreSlim(0);
        void Heard(HubChange change) => changed.Release();
        var feed = hub.Services.GetRequiredService<ChangeFeed>();
        feed.Changed += Heard;
        try
        {
            while (true)
            {
                if (await look() is { } there)
                {
                    return there;
                }
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(30)), "It does not come.");
            }
        }
        finally
        {
            feed.Changed -= Heard;
        }
    }
}
