namespace NotifyHub.Templates.Language;

/// <summary>Kinds of values as templates tell them apart.</summary>
public enum ValueKind { Text, Number, Flag, Time, List, Map }

/// <summary>What a name stands for, known before any value is: unknown names and misuse are found when a template is written, not when it is sent.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Item">Of a list: what it holds.</param>
/// <param name="Members">Of a map: its names.</param>
public sealed record ValueShape(ValueKind Kind, ValueShape? Item = null, IReadOnlyDictionary<string, ValueShape>? Members = null);
