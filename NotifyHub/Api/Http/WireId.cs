using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Http;

/// <summary>Ids in routes.</summary>
public static class WireId
{
    /// <summary>The row's id.</summary>
    /// <exception cref="RefusedException">404 for what is no id of this kind: it names nothing, like an unknown one.</exception>
    public static long Require(string prefix, string text) =>
        RowId.TryParse(prefix, text, out var id) ? id : throw NotFound(text);

    /// <summary>404 for this id.</summary>
    public static RefusedException NotFound(string text) =>
        new(RefusalCode.NotFound, text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? $"There is no {text} in this project." : "There is no such thing in this project.");
}
