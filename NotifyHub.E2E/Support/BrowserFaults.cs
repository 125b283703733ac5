using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NotifyHub.E2E.Support;

/// <summary>What a browser complains about: console errors (content policy and missing files among them) and exceptions of scripts.</summary>
public sealed class BrowserFaults
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly List<string> _expected = [];

    /// <summary>Listens to every page of the context.</summary>
    public BrowserFaults(IBrowserContext context)
    {
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        context.WebError += (_, error) => _faults.Enqueue(error.Error);
    }

    /// <summary>A complaint that belongs to the journey, such as the 404 that it walks into.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>Fails when there was any other complaint.</summary>
    public void AssertNone() => Assert.Equal([], _faults.Where(fault => !_expected.Any(part => fault.Contains(part, StringComparison.Ordinal))));
}
