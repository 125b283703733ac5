using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>Whether somebody gets a category.</summary>
public sealed record PreferenceBody
{
    /// <summary>True: nothing of this category any more.</summary>
    public required bool OptedOut { get; init; }
}

/// <summary>Where somebody stands with the categories that they said something about; of any other they are in.</summary>
/// <param name="Preferences">By category.</param>
public sealed record PreferencesAnswer(IReadOnlyList<PreferenceAnswer> Preferences)
{
    internal static PreferencesAnswer From(IEnumerable<OptOut> rows) => new([.. rows.Select(row => new PreferenceAnswer(row.Category, row.OptedOut, row.UpdatedAt, row.Source))]);
}

/// <summary>Where somebody stands with one category.</summary>
/// <param name="Category">What sends name as preferenceCategory.</param>
/// <param name="OptedOut">Whether they get nothing of it.</param>
/// <param name="UpdatedAt">When they last said so.</param>
/// <param name="Source">From where: api, dashboard ...</param>
public sealed record PreferenceAnswer(string Category, bool OptedOut, DateTimeOffset UpdatedAt, string Source);
