namespace NotifyHub.E2E.Support;

/// <summary>How a visitor sees the dashboard.</summary>
/// <param name="Width">Of the window, CSS pixels.</param>
/// <param name="Height">Of the window, CSS pixels.</param>
/// <param name="Dark">The system's colour scheme.</param>
public sealed record Look(int Width, int Height, bool Dark = false)
{
    /// <summary>A laptop.</summary>
    public static Look Desk { get; } = new(1400, 900);

    /// <summary>A small phone.</summary>
    public static Look Phone { get; } = new(390, 844);

    /// <summary>Both, light and dark.</summary>
    public static IReadOnlyList<Look> All { get; } = [Desk, Desk with { Dark = true }, Phone, Phone with { Dark = true }];

    /// <inheritdoc/>
    public override string ToString() => $"{Width}-{(Dark ? "dark" : "light")}";
}
