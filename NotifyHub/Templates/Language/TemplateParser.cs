using System.Text;

namespace NotifyHub.Templates.Language;

/// <summary>
/// Reads a source once, from left to right: text, <c>{{path | filter}}</c>, <c>{{#if}}</c>, <c>{{#unless}}</c>, <c>{{#each list as item}}</c>, <c>{{else}}</c>, <c>{{! remark}}</c>,
/// and <c>\{{</c> for the signs themselves. There is no way to print without escaping, to call anything, or to include anything.
/// </summary>
internal sealed class TemplateParser
{
    private const int MostFilters = 8;

    private enum Ending { Source, Else, ElseIf, If, Unless, Each }

    private readonly string _source;
    private readonly OutputContext _context;
    private readonly int[] _lines;
    private int _at;
    private int _lastTag;

    private TemplateParser(string source, OutputKind kind) => (_source, _context, _lines) = (source, new OutputContext(kind), LinesOf(source));

    public static IReadOnlyList<TemplateNode> Parse(string source, OutputKind kind)
    {
        if (Encoding.UTF8.GetByteCount(source) > TemplateLimits.SourceBytes)
        {
            throw new TemplateException("template_too_large", $"A text of a template has at most {TemplateLimits.SourceBytes / 1024} KB.");
        }
        var parser = new TemplateParser(source, kind);
        var (nodes, ending) = parser.Block(0);
        return ending == Ending.Source ? nodes : throw parser.Wrong("this tag closes nothing that is open.");
    }

    private (List<TemplateNode> Nodes, Ending Ending) Block(int depth)
    {
        if (depth > TemplateLimits.Depth)
        {
            throw TemplateException.At(PlaceOf(_at), $"blocks may be nested {TemplateLimits.Depth} deep.", "template_too_deep");
        }
        var nodes = new List<TemplateNode>();
        while (true)
        {
            Text(nodes);
            if (_at >= _source.Length)
            {
                return (nodes, Ending.Source);
            }
            if (Tag(nodes, depth) is { } ending)
            {
                return (nodes, ending);
            }
        }
    }

    // Up to the next tag; "\{{" is no tag.
    private void Text(List<TemplateNode> nodes)
    {
        var text = new StringBuilder();
        while (_at < _source.Length)
        {
            var open = _source.IndexOf("{{", _at, StringComparison.Ordinal);
            var escaped = open > _at && _source[open - 1] == '\\';
            text.Append(_source, _at, (open < 0 ? _source.Length : escaped ? open - 1 : open) - _at);
            _at = open < 0 ? _source.Length : open;
            if (!escaped)
            {
                break;
            }
            text.Append("{{");
            _at += 2;
        }
        if (text.Length > 0)
        {
            nodes.Add(new TextNode(text.ToString()));
            _context.Feed(text.ToString());
        }
    }

    private Ending? Tag(List<TemplateNode> nodes, int depth)
    {
        var tag = new TagReader(_source, _at + 2, PlaceOf);
        if (tag.Take("!"))
        {
            var end = _source.IndexOf("}}", tag.At, StringComparison.Ordinal);
            _at = end < 0 ? throw tag.Wrong("the remark is not closed with }}.") : end + 2;
            return null;
        }
        if (tag.Take("/"))
        {
            return Close(tag, tag.TakeWord("if") ? Ending.If : tag.TakeWord("unless") ? Ending.Unless : tag.TakeWord("each") ? Ending.Each : throw tag.Wrong("if, unless or each can be closed."));
        }
        if (tag.TakeWord("else"))
        {
            // The condition of an else-if is read by the if that it belongs to.
            if (!tag.TakeWord("if"))
            {
                return Close(tag, Ending.Else);
            }
            _at = tag.At;
            return Ending.ElseIf;
        }
        if (tag.Take("#"))
        {
            nodes.Add(Opened(tag, depth));
            return null;
        }
        var print = Print(tag);
        _at = tag.Close();
        nodes.Add(print);
        return null;
    }

    private Ending Close(TagReader tag, Ending ending)
    {
        var before = _at;
        _at = tag.Close();
        _lastTag = before;
        return ending;
    }

    private TemplateNode Opened(TagReader tag, int depth)
    {
        var opened = tag.Place;
        if (tag.TakeWord("if"))
        {
            return If(tag, depth, opened);
        }
        if (tag.TakeWord("unless"))
        {
            var path = new Condition(tag.Path(), ConditionSign.IsNot, null);
            _at = tag.Close();
            return Branches(path, depth, opened, Ending.Unless, mayChain: false);
        }
        if (tag.TakeWord("each"))
        {
            return Each(tag, depth, opened);
        }
        throw tag.Wrong("if, unless or each was expected here.");
    }

    private IfNode If(TagReader tag, int depth, SourcePlace opened)
    {
        var condition = ConditionReader.Read(tag);
        _at = tag.Close();
        return Branches(condition, depth, opened, Ending.If, mayChain: true);
    }

    private IfNode Branches(Condition condition, int depth, SourcePlace opened, Ending closes, bool mayChain)
    {
        var before = _context.Place;
        var (then, ending) = Block(depth + 1);
        var after = _context.Place;
        List<TemplateNode> otherwise = [];
        _context.Place = before;
        if (ending == Ending.Else)
        {
            (otherwise, ending) = Block(depth + 1);
        }
        else if (ending == Ending.ElseIf && mayChain)
        {
            // The rest of the chain is an if inside the else; its closing tag closes all.
            otherwise.Add(If(new TagReader(_source, _at, PlaceOf), depth + 1, opened));
            ending = Ending.If;
        }
        if (ending != closes)
        {
            throw TemplateException.At(opened, $"this block is not closed with {{{{/{(closes == Ending.If ? "if" : "unless")}}}}}.");
        }
        _context.Join(after, opened);
        return new IfNode(condition, then, otherwise);
    }

    private EachNode Each(TagReader tag, int depth, SourcePlace opened)
    {
        var list = tag.Path();
        if (!tag.TakeWord("as"))
        {
            throw tag.Wrong("name the item: {{#each items as item}}.");
        }
        var alias = tag.Name();
        _at = tag.Close();
        var before = _context.Place;
        var (body, ending) = Block(depth + 1);
        // It may run any number of times: HTML must stand where it stood.
        _context.Join(before, opened);
        List<TemplateNode> otherwise = [];
        if (ending == Ending.Else)
        {
            (otherwise, ending) = Block(depth + 1);
            _context.Join(before, opened);
        }
        return ending == Ending.Each ? new EachNode(list, alias, body, otherwise) : throw TemplateException.At(opened, "this block is not closed with {{/each}}.");
    }

    private PrintNode Print(TagReader tag)
    {
        var path = tag.Path();
        var filters = new List<FilterCall>();
        while (tag.Take("|"))
        {
            filters.Add(ReadFilter(tag));
            if (filters.Count > MostFilters)
            {
                throw tag.Wrong($"at most {MostFilters} filters follow each other.");
            }
        }
        return new PrintNode(path, filters, _context.Print(path.Place));
    }

    private static FilterCall ReadFilter(TagReader tag)
    {
        var place = tag.Place;
        var name = tag.Name();
        var filter = TemplateFilter.Find(name) ?? throw TemplateException.At(place, $"there is no filter {name}. Known: {string.Join(", ", TemplateFilter.Names)}.");
        var arguments = new List<TemplateValue>();
        while (tag.Take(":"))
        {
            arguments.Add(tag.Literal() ?? throw tag.Wrong("a text in quotes or a number was expected here."));
        }
        return filter.WhyNot(arguments) is { } why ? throw TemplateException.At(place, why) : new FilterCall(filter, arguments, place);
    }

    private TemplateException Wrong(string message) => TemplateException.At(PlaceOf(_lastTag), message);

    private SourcePlace PlaceOf(int at)
    {
        var line = Array.BinarySearch(_lines, at);
        line = line < 0 ? ~line - 1 : line;
        return new SourcePlace(line + 1, at - _lines[line] + 1);
    }

    private static int[] LinesOf(string source)
    {
        var starts = new List<int> { 0 };
        for (var i = source.IndexOf('\n'); i >= 0; i = source.IndexOf('\n', i + 1))
        {
            starts.Add(i + 1);
        }
        return [.. starts];
    }
}
