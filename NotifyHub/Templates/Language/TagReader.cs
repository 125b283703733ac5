using System.Globalization;

namespace NotifyHub.Templates.Language;

/// <summary>Reads what stands between <c>{{</c> and <c>}}</c>, sign by sign.</summary>
internal sealed class TagReader(string source, int start, Func<int, SourcePlace> placeOf)
{
    private const int LongestName = 64;
    private const int MostNames = 8;
    private int _at = start;

    /// <summary>Where reading stands.</summary>
    public int At => _at;

    /// <summary>The place of the next sign.</summary>
    public SourcePlace Place
    {
        get
        {
            Blanks();
            return placeOf(_at);
        }
    }

    /// <summary>Takes this if it is next.</summary>
    public bool Take(string sign)
    {
        Blanks();
        if (string.CompareOrdinal(source, _at, sign, 0, sign.Length) != 0)
        {
            return false;
        }
        _at += sign.Length;
        return true;
    }

    /// <summary>Takes this word if it is next, whole.</summary>
    public bool TakeWord(string word)
    {
        Blanks();
        if (string.CompareOrdinal(source, _at, word, 0, word.Length) != 0 || (_at + word.Length < source.Length && IsNamePart(source[_at + word.Length])))
        {
            return false;
        }
        _at += word.Length;
        return true;
    }

    /// <summary>The tag must end here.</summary>
    public int Close()
    {
        if (!Take("}}"))
        {
            throw Wrong(_at >= source.Length ? "the tag is not closed with }}." : "}} was expected here.");
        }
        return _at;
    }

    /// <summary>A name, as in <c>{{#each list as name}}</c>.</summary>
    public string Name()
    {
        Blanks();
        var from = _at;
        if (_at < source.Length && (source[_at] == '@' || IsNameStart(source[_at])))
        {
            _at++;
            while (_at < source.Length && IsNamePart(source[_at]))
            {
                _at++;
            }
        }
        if (_at == from)
        {
            throw Wrong("a name was expected here.");
        }
        if (_at - from > LongestName)
        {
            throw Wrong($"a name has at most {LongestName} characters.");
        }
        return source[from.._at];
    }

    /// <summary>A name and the names below it.</summary>
    public ValuePath Path()
    {
        var place = Place;
        var names = new List<string> { Name() };
        while (_at < source.Length && source[_at] == '.')
        {
            _at++;
            names.Add(Name());
        }
        return names.Count <= MostNames ? new ValuePath(names, place) : throw Wrong($"a path has at most {MostNames} names.");
    }

    /// <summary>A literal, null when none is next.</summary>
    public TemplateValue? Literal()
    {
        Blanks();
        if (TakeWord("true"))
        {
            return new FlagValue(true);
        }
        if (TakeWord("false"))
        {
            return new FlagValue(false);
        }
        if (_at < source.Length && source[_at] is '"' or '\'')
        {
            return new TextValue(Quoted());
        }
        var from = _at;
        while (_at < source.Length && (char.IsAsciiDigit(source[_at]) || source[_at] is '.' or '-'))
        {
            _at++;
        }
        if (_at == from)
        {
            return null;
        }
        return decimal.TryParse(source.AsSpan(from, _at - from), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new NumberValue(number)
            : throw Wrong("this is no number.");
    }

    public TemplateException Wrong(string message) => TemplateException.At(placeOf(Math.Min(_at, source.Length)), message);

    private string Quoted()
    {
        var quote = source[_at];
        var end = source.IndexOf(quote, _at + 1);
        if (end < 0)
        {
            throw Wrong("the text is not closed.");
        }
        var text = source[(_at + 1)..end];
        _at = end + 1;
        return text;
    }

    private void Blanks()
    {
        while (_at < source.Length && char.IsWhiteSpace(source[_at]))
        {
            _at++;
        }
    }

    internal static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    internal static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
