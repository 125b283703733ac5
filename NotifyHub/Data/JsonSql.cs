namespace NotifyHub.Data;

/// <summary>
/// What the engines say differently about JSON in a text column, and about versions in a text. Everything here is an expression; names and values are
/// parameters, and none of it fails on a row, whatever that row holds.
/// </summary>
public abstract class JsonSql
{
    /// <summary>The member's kind: string, number, boolean, object, array; null when it is absent or null.</summary>
    public abstract string Kind(string json, string name);

    /// <summary>Whether the member is this text.</summary>
    public abstract string IsText(string json, string name, string value);

    /// <summary>Whether the member is this boolean, given as the text true or false.</summary>
    public abstract string IsBoolean(string json, string name, string value);

    /// <summary>Compares the member, when it is a number, with a number that is given as text.</summary>
    public abstract string CompareNumber(string json, string name, string comparison, string value);

    /// <summary>The member as text, when it is one; null otherwise.</summary>
    public abstract string Text(string json, string name);

    /// <summary>Compares a text, when it is a version, with one of four numbers.</summary>
    public abstract string CompareVersion(string text, string comparison, IReadOnlyList<string> numbers);

    /// <summary>Most digits of one number of a version.</summary>
    protected const int VersionDigits = 9;

    /// <summary>Most numbers of a version.</summary>
    protected const int VersionNumbers = 4;
}
