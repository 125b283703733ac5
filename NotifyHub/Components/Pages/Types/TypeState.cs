using NotifyHub.Data.Rows;
using NotifyHub.Types;

namespace NotifyHub.Components.Pages.Types;

/// <summary>How a type uses a channel, as chosen in the form.</summary>
public enum ChannelUse { No, Off, On }

/// <summary>A step of the chain while it is being typed.</summary>
public sealed class StepDraft
{
    /// <summary>Wire name.</summary>
    public string Channel { get; set; } = "email";
    /// <summary>Minutes.</summary>
    public int AfterMinutes { get; set; } = 10;
}

/// <summary>One type while it is looked at and changed.</summary>
public sealed class TypeState(TypeBook types)
{
    /// <summary>As it holds now; null for one that is new.</summary>
    public TypeDefinition? Stored { get; private set; }
    /// <summary>There is none of this key.</summary>
    public bool IsMissing { get; private set; }
    public IReadOnlyList<TypeHistory> History { get; private set; } = [];
    public IReadOnlyList<Fault> Faults { get; private set; } = [];
    /// <summary>Why it was not stored, when no field is to blame.</summary>
    public string? Refusal { get; private set; }

    public string Key { get; set; } = "";
    public string Label { get; set; } = "";
    public string Description { get; set; } = "";
    public string Category { get; set; } = "general";
    public bool IsCritical { get; set; }
    public bool InDigest { get; set; } = true;
    public bool OnlyWhoTriggered { get; set; }
    public string ActionCategory { get; set; } = "";
    public bool Bundles { get; set; }
    public int BundleMost { get; set; } = 5;
    public int BundleWindow { get; set; } = 60;
    public Dictionary<ChannelKind, ChannelUse> Uses { get; } = ChannelNames.All.ToDictionary(channel => channel, _ => ChannelUse.No);
    public Dictionary<ChannelKind, string> Templates { get; } = ChannelNames.All.ToDictionary(channel => channel, _ => "");
    public List<StepDraft> Steps { get; } = [];

    /// <summary>As it stands in the form.</summary>
    public TypeBundling? Bundling => Bundles ? new TypeBundling(BundleMost, BundleWindow) : null;

    /// <summary>Built in and sent straight by mail: only to look at.</summary>
    public bool IsFixed => Stored is { IsDispatched: false };

    /// <summary>Whether the project said something of it that can be taken away.</summary>
    public bool HasOwnWord => Stored is { Origin: not TypeOrigin.BuiltIn };

    /// <summary>Opens the one of this key, or a new one.</summary>
    public async Task OpenAsync(long projectId, string? key, CancellationToken cancel = default)
    {
        (Faults, Refusal, IsMissing) = ([], null, false);
        Stored = key is null ? null : TypeBook.IsKey(key) ? await types.FindAsync(projectId, key, cancel) : null;
        IsMissing = key is not null && Stored is null;
        History = Stored is null ? [] : await types.HistoryAsync(projectId, Stored.Key, cancel) ?? [];
        Fill(Stored ?? New());
    }

    /// <summary>Stores what stands there.</summary>
    /// <returns>False when it was refused.</returns>
    public async Task<bool> SaveAsync(long projectId, string actor, CancellationToken cancel = default)
    {
        (Faults, Refusal) = ([], null);
        try
        {
            Stored = Stored is { } known ? await types.ChangeAsync(projectId, known.Key, Draft(), actor, cancel) : await types.CreateAsync(projectId, Key.Trim(), Draft(), actor, cancel: cancel);
            if (Stored is null)
            {
                Refusal = "It was taken away meanwhile.";
                return false;
            }
            History = await types.HistoryAsync(projectId, Stored.Key, cancel) ?? [];
            return true;
        }
        catch (RefusedException refused)
        {
            Faults = refused.Faults;
            Refusal = refused.Faults.Count > 0 ? null : refused.Message;
            return false;
        }
    }

    /// <summary>Puts an earlier version in the form; nothing is stored yet.</summary>
    public void Show(TypeDefinition version) => Fill(version);

    /// <summary>Takes the project's word away.</summary>
    public Task<bool> DeleteAsync(long projectId, string actor, CancellationToken cancel = default) => types.DeleteAsync(projectId, Stored!.Key, actor, cancel);

    private TypeDraft Draft() => new()
    {
        Label = Label.Trim(), Description = Description.Trim() is { Length: > 0 } words ? words : null, Category = Category.Trim(), Critical = IsCritical, Digest = InDigest, OnlyWhoTriggered = OnlyWhoTriggered,
        ActionCategory = ActionCategory.Length == 0 ? null : ActionCategory,
        Channels = Uses.Where(u => u.Value != ChannelUse.No).ToDictionary(u => u.Key.Wire(), u => u.Value == ChannelUse.On, StringComparer.Ordinal),
        Templates = Templates.Where(t => t.Key == ChannelKind.Email && t.Value.Trim().Length > 0 && Uses[t.Key] != ChannelUse.No).ToDictionary(t => t.Key.Wire(), t => t.Value.Trim(), StringComparer.Ordinal),
        Fallback = [.. Steps.Select(step => new TypeFallback { Channel = step.Channel, AfterMinutes = step.AfterMinutes })],
        Bundling = Bundles ? new TypeBundle { Most = BundleMost, WindowMinutes = BundleWindow } : null,
    };

    private void Fill(TypeDefinition type)
    {
        (Key, Label, Description, Category) = (type.Key, type.Label, type.Description, type.Category);
        (IsCritical, InDigest, OnlyWhoTriggered, ActionCategory) = (type.IsCritical, type.InDigest, type.OnlyWhoTriggered, type.ActionCategory ?? "");
        Bundles = type.Bundling is not null;
        (BundleMost, BundleWindow) = (type.Bundling?.Most ?? 5, type.Bundling?.WindowMinutes ?? 60);
        foreach (var channel in ChannelNames.All)
        {
            Uses[channel] = type.Channels.TryGetValue(channel, out var on) ? on ? ChannelUse.On : ChannelUse.Off : ChannelUse.No;
            Templates[channel] = type.Templates.GetValueOrDefault(channel, "");
        }
        Steps.Clear();
        Steps.AddRange(type.Fallback.Select(step => new StepDraft { Channel = step.Channel.Wire(), AfterMinutes = step.AfterMinutes }));
    }

    private static TypeDefinition New() => new("")
    {
        Label = "", Description = "", Category = "general",
        Channels = new Dictionary<ChannelKind, bool> { [ChannelKind.InApp] = true, [ChannelKind.Email] = false, [ChannelKind.MobilePush] = true, [ChannelKind.WebPush] = true },
    };
}
