namespace NotifyHub.Templates.Language;

/// <summary>Walks a source with what its names stand for, so that an unknown name or a list that is printed is found when it is written.</summary>
internal sealed class TemplateTyping(IReadOnlyDictionary<string, ValueShape> names)
{
    private static readonly ValueShape Number = new(ValueKind.Number), Flag = new(ValueKind.Flag);
    private readonly Dictionary<string, ValueShape> _scope = new(names, StringComparer.Ordinal);

    public void Check(IReadOnlyList<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case PrintNode print:
                    Print(print);
                    break;
                case IfNode branch:
                    When(branch.When);
                    Check(branch.Then);
                    Check(branch.Else);
                    break;
                case EachNode each:
                    Each(each);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The variables that a source names, without the items that it names itself.</summary>
    public static void Collect(IReadOnlyList<TemplateNode> nodes, IReadOnlyList<string> own, ISet<string> found)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case PrintNode print:
                    Add(print.Path);
                    break;
                case IfNode branch:
                    Add(branch.When.Left);
                    Add(branch.When.Right?.Path);
                    Collect(branch.Then, own, found);
                    Collect(branch.Else, own, found);
                    break;
                case EachNode each:
                    Add(each.List);
                    Collect(each.Body, [.. own, each.Alias], found);
                    Collect(each.Else, own, found);
                    break;
                default:
                    break;
            }
        }

        void Add(ValuePath? path)
        {
            if (path is not null && path.Names[0][0] != '@' && !own.Contains(path.Names[0]))
            {
                found.Add(path.Names[0]);
            }
        }
    }

    private void Print(PrintNode print)
    {
        var shape = Find(print.Path);
        foreach (var call in print.Filters)
        {
            shape = call.Filter.Result(shape) ?? throw TemplateException.At(call.Place, $"{call.Filter.Name} wants {call.Filter.Wants}; {print.Path} is {Words(shape)}.");
        }
        if (shape.Kind is ValueKind.List or ValueKind.Map or ValueKind.Time)
        {
            var remedy = shape.Kind switch
            {
                ValueKind.Time => "say how: date, time or datetime",
                ValueKind.List => "go through it with each, or use join or count",
                _ => "print one of its members",
            };
            throw TemplateException.At(print.Path.Place, $"{print.Path} is {Words(shape)} and can't be printed as it is: {remedy}.");
        }
    }

    private void Each(EachNode each)
    {
        var list = Find(each.List);
        if (list.Kind != ValueKind.List)
        {
            throw TemplateException.At(each.List.Place, $"each goes through a list; {each.List} is {Words(list)}.");
        }
        if (each.Alias[0] == '@' || _scope.ContainsKey(each.Alias))
        {
            throw TemplateException.At(each.List.Place, $"the name {each.Alias} is taken.");
        }
        var outer = new Dictionary<string, ValueShape>(_scope, StringComparer.Ordinal);
        _scope[each.Alias] = list.Item!;
        (_scope["@number"], _scope["@first"], _scope["@last"]) = (Number, Flag, Flag);
        Check(each.Body);
        _scope.Clear();
        foreach (var (name, shape) in outer)
        {
            _scope[name] = shape;
        }
        Check(each.Else);
    }

    private void When(Condition condition)
    {
        var left = Find(condition.Left);
        if (condition.Right is null)
        {
            return;
        }
        var right = condition.Right.Path is { } path ? Find(path).Kind : condition.Right.Literal switch
        {
            NumberValue => ValueKind.Number,
            FlagValue => ValueKind.Flag,
            _ => ValueKind.Text,
        };
        var ordered = condition.Sign is not (ConditionSign.Equals or ConditionSign.Differs);
        if (left.Kind != right || left.Kind is ValueKind.List or ValueKind.Map || (ordered && left.Kind is not (ValueKind.Number or ValueKind.Time)))
        {
            throw TemplateException.At(condition.Left.Place, ordered ? $"{condition.Left} can't be put in order with that: numbers with numbers, times with times." : $"{condition.Left} is {Words(left)}, which is compared with something else here.");
        }
    }

    private ValueShape Find(ValuePath path)
    {
        if (!_scope.TryGetValue(path.Names[0], out var shape))
        {
            var known = _scope.Count == 0 ? "none is declared" : $"declared: {string.Join(", ", _scope.Keys.Order(StringComparer.Ordinal))}";
            throw TemplateException.At(path.Place, $"there is no variable {path.Names[0]}; {known}.", "unknown_variable");
        }
        for (var i = 1; i < path.Names.Count; i++)
        {
            if (shape.Members is null || !shape.Members.TryGetValue(path.Names[i], out var member))
            {
                throw TemplateException.At(path.Place, $"{string.Join('.', path.Names.Take(i))} has no member {path.Names[i]}.", "unknown_variable");
            }
            shape = member;
        }
        return shape;
    }

    private static string Words(ValueShape shape) => shape.Kind switch
    {
        ValueKind.Text => "a text",
        ValueKind.Number => "a number",
        ValueKind.Flag => "true or false",
        ValueKind.Time => "a time",
        ValueKind.List => "a list",
        _ => "an object",
    };
}
