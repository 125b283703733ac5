using System.Text.Json.Nodes;

namespace NotifyHub.Cli;

/// <summary>Rows for people (a table) or for programs (one JSON object a line).</summary>
internal sealed class CliOutput(TextWriter output, bool json)
{
    private const int Widest = 48;
    private int[]? _widths;

    /// <summary>Whether a program reads it.</summary>
    public bool Json { get; } = json;

    /// <summary>Prints rows; a later call goes on below, in the same columns.</summary>
    /// <param name="rows">Objects of the API.</param>
    /// <param name="columns">Heading and member.</param>
    public async Task RowsAsync(IReadOnlyList<JsonNode?> rows, params (string Heading, string Member)[] columns)
    {
        if (Json)
        {
            foreach (var row in rows)
            {
                await output.WriteLineAsync(row!.ToJsonString());
            }
            return;
        }
        var cells = rows.Select(row => Array.ConvertAll(columns, column => TextOf(row?[column.Member]))).ToList();
        if (_widths is null)
        {
            _widths = [.. columns.Select((column, i) => Math.Min(Widest, cells.Select(row => row[i].Length).Append(column.Heading.Length).Max()))];
            await LineAsync(Array.ConvertAll(columns, column => column.Heading));
        }
        foreach (var row in cells)
        {
            await LineAsync(row);
        }
    }

    private Task LineAsync(string[] cells) => output.WriteLineAsync(string.Join("  ", cells.Select((cell, i) => Fit(cell, _widths![i]))).TrimEnd());

    private static string Fit(string text, int width) => text.Length > width ? text[..(width - 1)] + "…" : text.PadRight(width);

    // What others wrote (a title, a user's id) must not move the cursor of a terminal.
    private static string TextOf(JsonNode? value) => value is null ? "" : string.Concat(value.ToString().Select(c => char.IsControl(c) ? ' ' : c));
}
