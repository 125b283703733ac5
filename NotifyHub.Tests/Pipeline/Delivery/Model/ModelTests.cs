using Xunit.Abstractions;

namespace NotifyHub.Tests.Pipeline.Delivery.Model;

/// <summary>Lists of commands drawn by chance, done to the delivery stage and to a model of one page; after each command they must look the same.</summary>
public class ModelTests(ITestOutputHelper output)
{
    private const int Length = 30;
    private const int ShrinksMax = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task The_stage_does_what_the_model_says(int seed)
    {
        output.WriteLine($"seed {seed}");
        var commands = ModelCommand.Draw(seed, Length);
        if (await ModelRun.FirstDifferenceAsync(commands) is { } difference)
        {
            var (shortest, what) = await ShrinkAsync(commands[..(difference.At + 1)], difference.What);
            Assert.Fail($"seed {seed}, after:\n{string.Join('\n', shortest)}\n{what}");
        }
    }

    // The list already ends where it fails; what can be left out of it without mending it is left out.
    private static async Task<(List<ModelCommand> Commands, string What)> ShrinkAsync(List<ModelCommand> commands, string what)
    {
        var tries = 0;
        for (var i = commands.Count - 2; i >= 0 && tries < ShrinksMax; i--, tries++)
        {
            List<ModelCommand> shorter = [.. commands[..i], .. commands[(i + 1)..]];
            if (await ModelRun.FirstDifferenceAsync(shorter) is { } still)
            {
                (commands, what) = (shorter[..(still.At + 1)], still.What);
                i = Math.Min(i, commands.Count - 1);
            }
        }
        return (commands, what);
    }
}
