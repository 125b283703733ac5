using NotifyHub.Audience.Segments;

namespace NotifyHub.Components.Pages.Segments;

/// <summary>How a group of the builder joins its parts.</summary>
public enum GroupJoin
{
    /// <summary>Every part must be true.</summary>
    All,
    /// <summary>At least one part must be true.</summary>
    Any,
    /// <summary>No part may be true.</summary>
    None,
}

/// <summary>A part of an expression while it is being built: a group or a condition. What is typed may be wrong for a while.</summary>
public abstract class SegmentPart
{
    private static int _count;

    /// <summary>Stays the part's own while others come and go around it.</summary>
    public string Key { get; } = $"part-{Interlocked.Increment(ref _count)}";
}

/// <summary>A group.</summary>
public sealed class GroupPart : SegmentPart
{
    /// <summary>How its parts are joined.</summary>
    public GroupJoin Join { get; set; }

    /// <summary>Groups and conditions.</summary>
    public List<SegmentPart> Parts { get; } = [];
}

/// <summary>A condition.</summary>
public sealed class ConditionPart : SegmentPart
{
    /// <summary>What it asks about.</summary>
    public SegmentSubject Subject { get; private set; } = SegmentSubject.Device;

    /// <summary>Trait, field or topic.</summary>
    public string Name { get; private set; } = "platform";

    /// <summary>How it compares.</summary>
    public SegmentComparison Comparison { get; set; } = SegmentComparison.Is;

    /// <summary>With what, as typed.</summary>
    public string Value { get; set; } = "";

    /// <summary>Of an event that is counted: in the last so many days, as typed (30d); empty for ever.</summary>
    public string Window { get; set; } = "";

    /// <summary>Whether there is a time to type beside the comparison's own value.</summary>
    public bool HasWindow => Subject == SegmentSubject.Event && Comparison is not (SegmentComparison.Within or SegmentComparison.NotWithin);

    /// <summary>Asks about something else; what does not fit that is put to what does.</summary>
    public void About(SegmentSubject subject, string? name = null)
    {
        Subject = subject;
        var names = SegmentGrammar.NamesOf(subject);
        Name = name ?? (names is null ? "" : names[0]);
        var comparisons = SegmentGrammar.ComparisonsOf(subject, Name);
        if (!comparisons.Contains(Comparison))
        {
            Comparison = comparisons[0];
        }
        if (Comparison == SegmentComparison.Exists && Value is not ("true" or "false"))
        {
            Value = "true";
        }
    }

    /// <summary>Compares otherwise.</summary>
    public void By(SegmentComparison comparison)
    {
        Comparison = comparison;
        About(Subject, Name);
    }
}
