namespace NotifyHub.Templates.Language;

/// <summary>
/// Where in HTML a place is, as far as escaping asks: a small part of HTML's own tokeniser (WHATWG, 13.2.5). A value and not an object, so that branches can be tried and compared.
/// </summary>
internal struct HtmlScan
{
    private enum State { Text, TagOpen, TagName, InTag, AttributeName, AfterName, BeforeValue, Quoted, Unquoted, Markup, Comment, Raw }

    // Whatever a value were made into, it would be code, or the page's own working.
    private static readonly string[] RawTags = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext", "template"];
    private static readonly string[] UrlAttributes = ["href", "src", "action", "formaction", "cite", "background", "poster", "data", "longdesc", "usemap", "manifest", "icon", "codebase", "xlink:href", "ping", "profile"];
    private static readonly string[] CodeAttributes = ["style", "srcdoc", "srcset", "imagesrcset", "http-equiv", "content"];

    private State _state;
    private char _quote;
    private bool _valueBegun;
    private bool _closing;
    private string? _tag;
    private string? _attribute;
    private string? _tail;

    /// <summary>The place in words, for messages.</summary>
    public readonly string Words => _state switch
    {
        State.Text => "in the text",
        State.Quoted => $"in the attribute {_attribute}",
        State.BeforeValue or State.Unquoted => $"in the attribute {_attribute} without quotes: put quotes around it",
        State.Comment or State.Markup => "in a remark or declaration",
        State.Raw => $"inside <{_tag}>",
        _ => $"inside the tag <{_tag}> itself",
    };

    /// <summary>How a value is escaped here; null where none may stand.</summary>
    public OutputEscape? Print()
    {
        switch (_state)
        {
            case State.Text:
            case State.Raw when _tag is "title" or "textarea":
                return OutputEscape.Html;
            case State.Quoted when _attribute is { } name && !name.StartsWith("on", StringComparison.Ordinal) && !CodeAttributes.Contains(name):
                var whole = !_valueBegun;
                _valueBegun = true;
                return !UrlAttributes.Contains(name) ? OutputEscape.Html : whole ? OutputEscape.HtmlUrl : OutputEscape.HtmlUrlPart;
            default:
                return null;
        }
    }

    /// <summary>Whether two ways have come to the same place.</summary>
    public readonly bool IsLike(HtmlScan other) =>
        _state == other._state && _quote == other._quote && (_state == State.Text || (_tag == other._tag && _attribute == other._attribute)) && (_state != State.Raw || _tail == other._tail);

    /// <summary>After two ways have met.</summary>
    public void Join(HtmlScan other) => _valueBegun |= other._valueBegun;

    /// <summary>The next sign of the source.</summary>
    public void Feed(char c)
    {
        switch (_state)
        {
            case State.Text when c == '<':
                (_state, _tag, _closing, _attribute) = (State.TagOpen, "", false, null);
                break;
            case State.TagOpen:
                Open(c);
                break;
            case State.TagName:
                Name(c);
                break;
            case State.InTag or State.AfterName or State.AttributeName:
                Inside(c);
                break;
            case State.BeforeValue:
                Value(c);
                break;
            case State.Quoted when c == _quote:
                _state = State.InTag;
                break;
            case State.Quoted:
                _valueBegun = true;
                break;
            case State.Unquoted when c == '>' || char.IsWhiteSpace(c):
                (_state, _attribute) = (State.InTag, null);
                End(c);
                break;
            case State.Markup:
                Declaration(c);
                break;
            case State.Comment:
                _tail = Last(_tail + c, 3);
                _state = _tail == "-->" ? State.Text : State.Comment;
                break;
            case State.Raw:
                _tail = Last(_tail + char.ToLowerInvariant(c), _tag!.Length + 2);
                _state = _tail == $"</{_tag}" ? State.InTag : State.Raw;
                _closing = _state == State.InTag || _closing;
                break;
            default:
                break;
        }
    }

    private void Open(char c)
    {
        if (c == '!' || c == '?')
        {
            (_state, _tail) = (State.Markup, "");
        }
        else if (c == '/')
        {
            _closing = true;
        }
        else if (char.IsAsciiLetter(c))
        {
            (_state, _tag) = (State.TagName, char.ToLowerInvariant(c).ToString());
        }
        else if (c != '<')
        {
            _state = _closing ? State.Markup : State.Text;
            Declaration(c);
        }
    }

    private void Declaration(char c)
    {
        if (_state != State.Markup)
        {
            return;
        }
        _tail = Last(_tail + c, 2);
        if (_tail == "--")
        {
            (_state, _tail) = (State.Comment, "");
        }
        else if (c == '>')
        {
            _state = State.Text;
        }
    }

    private void Name(char c)
    {
        if (c == '>' || c == '/' || char.IsWhiteSpace(c))
        {
            _state = State.InTag;
            End(c);
        }
        else if (_tag!.Length < 32)
        {
            _tag += char.ToLowerInvariant(c);
        }
    }

    private void Inside(char c)
    {
        if (c == '>')
        {
            End(c);
        }
        else if (c == '=' && _state != State.InTag)
        {
            _state = State.BeforeValue;
        }
        else if (char.IsWhiteSpace(c) || c == '/')
        {
            _state = _state == State.AttributeName ? State.AfterName : _state;
        }
        else if (_state == State.AttributeName)
        {
            _attribute = _attribute!.Length < 32 ? _attribute + char.ToLowerInvariant(c) : _attribute;
        }
        else
        {
            (_state, _attribute) = (State.AttributeName, char.ToLowerInvariant(c).ToString());
        }
    }

    private void Value(char c)
    {
        if (c is '"' or '\'')
        {
            (_state, _quote, _valueBegun) = (State.Quoted, c, false);
        }
        else if (c == '>')
        {
            End(c);
        }
        else if (!char.IsWhiteSpace(c))
        {
            _state = State.Unquoted;
        }
    }

    private void End(char c)
    {
        if (c == '>')
        {
            (_state, _attribute, _quote, _tail) = (!_closing && RawTags.Contains(_tag) ? State.Raw : State.Text, null, default, "");
        }
    }

    private static string Last(string text, int length) => text.Length <= length ? text : text[^length..];
}
