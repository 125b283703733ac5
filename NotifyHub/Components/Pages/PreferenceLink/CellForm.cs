using Microsoft.AspNetCore.Http.Metadata;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.PreferenceLink;

/// <summary>The matrix as fields of a plain form, and back.</summary>
internal static class CellForm
{
    /// <summary>A cell's name: job.completed/email.</summary>
    public static string Name(string type, ChannelKind channel) => $"{type}/{channel.Wire()}";

    /// <summary>What the page shows as on.</summary>
    public static string Write(PersonWishes wishes) => string.Join(' ', Open(wishes).Where(cell => cell.IsOn).Select(cell => Name(cell.Type, cell.Channel)));

    /// <summary>What the reader changed on a page that showed <paramref name="was"/>; what the project has no more of is left out.</summary>
    public static IReadOnlyList<CellChange> Changes(PersonWishes wishes, string was, IReadOnlyCollection<string> on)
    {
        var (before, after) = (was.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal), on.ToHashSet(StringComparer.Ordinal));
        return [.. Open(wishes).Where(cell => before.Contains(Name(cell.Type, cell.Channel)) != after.Contains(Name(cell.Type, cell.Channel))).Select(cell => cell with { IsOn = after.Contains(Name(cell.Type, cell.Channel)) })];
    }

    /// <summary>Every mail that can be turned off.</summary>
    public static IReadOnlyList<CellChange> NoMail(PersonWishes wishes) => [.. Open(wishes).Where(cell => cell.Channel == ChannelKind.Email).Select(cell => cell with { IsOn = false })];

    private static IEnumerable<CellChange> Open(PersonWishes wishes) => wishes.Rows.Where(row => !row.IsLocked).SelectMany(row => row.Cells.Select(cell => new CellChange(row.Type.Key, cell.Key, cell.Value.IsOn)));
}

/// <summary>A form with a field for each cell that is on: 500 types of a project and the built-in ones, over seven channels.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ManyCellsAttribute : Attribute, IFormOptionsMetadata
{
    public bool? BufferBody => null;
    public int? MemoryBufferThreshold => null;
    public long? BufferBodyLengthLimit => null;
    public int? ValueCountLimit => PreferenceMatrix.MostCells + 100;
    public int? KeyLengthLimit => null;
    public int? ValueLengthLimit => null;
    public int? MultipartBoundaryLengthLimit => null;
    public int? MultipartHeadersCountLimit => null;
    public int? MultipartHeadersLengthLimit => null;
    public long? MultipartBodyLengthLimit => null;
}
