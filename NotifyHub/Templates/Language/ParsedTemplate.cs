namespace NotifyHub.Templates.Language;

/// <summary>What a text becomes, which decides how values are made harmless in it.</summary>
public enum OutputKind { Text, Line, Html, Url }

/// <summary>A source that was understood. Never changes, may be used by many at once.</summary>
public sealed class ParsedTemplate
{
    private readonly IReadOnlyList<TemplateNode> _nodes;

    private ParsedTemplate(IReadOnlyList<TemplateNode> nodes) => _nodes = nodes;

    /// <summary>Reads a source.</summary>
    /// <exception cref="TemplateException">It can't be understood, is too long or too deep; says where.</exception>
    public static ParsedTemplate Parse(string source, OutputKind kind) => new(TemplateParser.Parse(source, kind));

    /// <summary>Holds every name against what it may stand for.</summary>
    /// <exception cref="TemplateException">The first that is unknown, or is used as what it is not.</exception>
    public void Check(IReadOnlyDictionary<string, ValueShape> names) => new TemplateTyping(names).Check(_nodes);

    /// <summary>Names of variables that are printed, asked for or gone through, each once.</summary>
    public IReadOnlySet<string> Names()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        TemplateTyping.Collect(_nodes, [], names);
        return names;
    }

    /// <summary>Whether nothing in it depends on values.</summary>
    public bool IsFixed => _nodes.All(n => n is TextNode);

    /// <summary>Fills it in.</summary>
    /// <exception cref="TemplateException">It costs more than it may.</exception>
    internal string Render(RenderRun run)
    {
        run.Begin();
        run.Write(_nodes);
        return run.End();
    }
}
