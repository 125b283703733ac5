using System.Globalization;
using System.Text;

namespace NotifyHub.Templates.Language;

/// <summary>One filling-in of the texts of a message: values, language, and what may still be spent. Every text of a message spends from the same purse.</summary>
internal sealed class RenderRun(IReadOnlyDictionary<string, TemplateValue> values, CultureInfo culture, TimeProvider time)
{
    // The clock is not asked for every node.
    private const int StepsBetweenLooks = 64;

    private readonly Dictionary<string, TemplateValue> _scope = new(values, StringComparer.Ordinal);
    private readonly StringBuilder _out = new();
    private readonly long _began = time.GetTimestamp();
    private int _steps;
    private long _bytes;

    public CultureInfo Culture => culture;

    public void Begin() => _out.Clear();

    public string End() => _out.ToString();

    public void Write(IReadOnlyList<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            Step();
            switch (node)
            {
                case TextNode text:
                    Out(text.Text);
                    break;
                case PrintNode print:
                    Out(HarmlessText.For(print.Escape, Printed(print)));
                    break;
                case IfNode branch:
                    Write(Holds(branch.When) ? branch.Then : branch.Else);
                    break;
                case EachNode each:
                    Write(each);
                    break;
                default:
                    throw new InvalidOperationException(node.GetType().Name);
            }
        }
    }

    private void Write(EachNode each)
    {
        if (Find(each.List) is not ListValue { Items.Count: > 0 } list)
        {
            Write(each.Else);
            return;
        }
        string[] names = [each.Alias, "@number", "@first", "@last"];
        var before = Array.ConvertAll(names, name => _scope.GetValueOrDefault(name));
        for (var i = 0; i < list.Items.Count; i++)
        {
            Step();
            _scope[each.Alias] = list.Items[i];
            _scope["@number"] = new NumberValue(i + 1);
            _scope["@first"] = new FlagValue(i == 0);
            _scope["@last"] = new FlagValue(i == list.Items.Count - 1);
            Write(each.Body);
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (before[i] is { } value)
            {
                _scope[names[i]] = value;
            }
            else
            {
                _scope.Remove(names[i]);
            }
        }
    }

    private string Printed(PrintNode print)
    {
        var value = Find(print.Path);
        foreach (var call in print.Filters)
        {
            value = call.Filter.Apply(value, call.Arguments, culture);
        }
        return value switch
        {
            TextValue text => text.Text,
            NumberValue number => number.Number.ToString(CultureInfo.InvariantCulture),
            FlagValue flag => flag.Flag ? "true" : "false",
            _ => "",
        };
    }

    private bool Holds(Condition condition)
    {
        var left = Find(condition.Left);
        if (condition.Right is null)
        {
            return IsSomething(left) == (condition.Sign == ConditionSign.Is);
        }
        var right = condition.Right.Path is { } path ? Find(path) : condition.Right.Literal;
        var order = (left, right) switch
        {
            (NumberValue one, NumberValue other) => one.Number.CompareTo(other.Number),
            (TimeValue one, TimeValue other) => one.Time.CompareTo(other.Time),
            _ => (int?)null,
        };
        return condition.Sign switch
        {
            ConditionSign.Equals => order is { } same ? same == 0 : Equals(left, right),
            ConditionSign.Differs => order is { } differs ? differs != 0 : !Equals(left, right),
            ConditionSign.Less => order < 0,
            ConditionSign.LessOrEqual => order <= 0,
            ConditionSign.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool IsSomething(TemplateValue? value) => value switch
    {
        null => false,
        TextValue text => !string.IsNullOrWhiteSpace(text.Text),
        NumberValue number => number.Number != 0,
        FlagValue flag => flag.Flag,
        ListValue list => list.Items.Count > 0,
        _ => true,
    };

    private TemplateValue? Find(ValuePath path)
    {
        var value = _scope.GetValueOrDefault(path.Names[0]);
        for (var i = 1; i < path.Names.Count && value is not null; i++)
        {
            value = value is MapValue map ? map.Members.GetValueOrDefault(path.Names[i]) : null;
        }
        return value;
    }

    private void Out(string text)
    {
        _bytes += Encoding.UTF8.GetByteCount(text);
        if (_bytes > TemplateLimits.OutputBytes)
        {
            throw new TemplateException("output_too_large", $"The template fills in to more than {TemplateLimits.OutputBytes / 1024} KB.");
        }
        _out.Append(text);
    }

    private void Step()
    {
        if (++_steps > TemplateLimits.Steps)
        {
            throw new TemplateException("too_many_steps", $"The template takes more than {TemplateLimits.Steps} steps: a list is too long, or lists stand inside each other.");
        }
        if (_steps % StepsBetweenLooks == 0 && time.GetElapsedTime(_began) > TemplateLimits.Time)
        {
            throw new TemplateException("too_slow", $"The template takes longer than {TemplateLimits.Time.TotalMilliseconds} ms.");
        }
    }
}
