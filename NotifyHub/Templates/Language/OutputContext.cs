namespace NotifyHub.Templates.Language;

/// <summary>Follows what the text around the tags has become so far, and says how a value must be escaped at this place. Used while a source is parsed, never while it is filled in.</summary>
internal sealed class OutputContext(OutputKind kind)
{
    private HtmlScan _html;
    private bool _begun;

    /// <summary>Where it stands; set it to go back before another branch.</summary>
    public (HtmlScan Html, bool Begun) Place
    {
        get => (_html, _begun);
        set => (_html, _begun) = value;
    }

    /// <summary>Text of the source.</summary>
    public void Feed(string text)
    {
        _begun = true;
        if (kind == OutputKind.Html)
        {
            foreach (var c in text)
            {
                _html.Feed(c);
            }
        }
    }

    /// <summary>A value is printed here.</summary>
    /// <exception cref="TemplateException">No value can be made harmless here.</exception>
    public OutputEscape Print(SourcePlace place)
    {
        var first = !_begun;
        _begun = true;
        return kind switch
        {
            OutputKind.Text => OutputEscape.None,
            OutputKind.Line => OutputEscape.Line,
            OutputKind.Url => first ? OutputEscape.Url : OutputEscape.UrlPart,
            _ => _html.Print() ?? throw TemplateException.At(place, $"a value can't stand {_html.Words}.", "unsafe_place"),
        };
    }

    /// <summary>Two ways that lead here must leave HTML at the same place.</summary>
    public void Join((HtmlScan Html, bool Begun) other, SourcePlace opened)
    {
        if (kind == OutputKind.Html && !_html.IsLike(other.Html))
        {
            throw TemplateException.At(opened, $"one way through this block ends {_html.Words}, another {other.Html.Words}: open and close tags and quotes within one branch.", "unsafe_place");
        }
        // A whole address is only what is printed first on every way.
        _begun |= other.Begun;
        _html.Join(other.Html);
    }
}
