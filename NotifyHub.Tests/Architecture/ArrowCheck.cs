using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NotifyHub.Tests.Architecture;

/// <summary>Walks a compiled assembly (base types, interfaces, fields, signatures, attributes, method bodies) and lists every arrow that the table does not allow.</summary>
public sealed class ArrowCheck(IReadOnlyDictionary<string, string[]> allowed, IReadOnlyList<string> forEverybody, string root)
{
    public IReadOnlyList<string> BreachesIn(string assemblyPath)
    {
        using var module = ModuleDefinition.ReadModule(assemblyPath);
        var breaches = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in module.GetTypes())
        {
            var from = AreaOf(type);
            if (from is null)
            {
                continue;
            }
            foreach (var target in TypesNamedBy(type).SelectMany(Unfold))
            {
                var to = target.Scope == module || target.Scope is ModuleDefinition ? AreaOf(target) : null;
                if (to is not null && !MayPoint(from, to))
                {
                    breaches.Add($"{from} -> {to}: {Outer(type).FullName} names {target.FullName}");
                }
            }
        }
        return [.. breaches];
    }

    /// <summary>Namespaces below the root that no row of the table covers: a room without rules.</summary>
    public IReadOnlyList<string> NamespacesWithoutRow(string assemblyPath)
    {
        using var module = ModuleDefinition.ReadModule(assemblyPath);
        return [.. module.GetTypes().Select(Outer).Where(t => t.Namespace.StartsWith(root + ".", StringComparison.Ordinal) && AreaOf(t) is null).Select(t => t.Namespace).Distinct().Order()];
    }

    private bool MayPoint(string from, string to) =>
        from == to || forEverybody.Contains(to) || allowed[from].Any(area => to == area || to.StartsWith(area + ".", StringComparison.Ordinal))
        || to.StartsWith(from + ".", StringComparison.Ordinal);

    private string? AreaOf(TypeReference type)
    {
        var space = Outer(type).Namespace;
        if (!space.StartsWith(root + ".", StringComparison.Ordinal))
        {
            return null;
        }
        var inside = space[(root.Length + 1)..];
        return allowed.Keys.Where(area => inside == area || inside.StartsWith(area + ".", StringComparison.Ordinal)).MaxBy(area => area.Length);
    }

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static IEnumerable<TypeReference> TypesNamedBy(TypeDefinition type)
    {
        var named = new List<TypeReference?> { type.BaseType };
        named.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        named.AddRange(type.Fields.Select(f => f.FieldType));
        named.AddRange(type.Properties.Select(p => p.PropertyType));
        named.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        foreach (var method in type.Methods)
        {
            named.Add(method.ReturnType);
            named.AddRange(method.Parameters.Select(p => p.ParameterType));
            named.AddRange(method.CustomAttributes.Select(a => a.AttributeType));
            if (method.HasBody)
            {
                named.AddRange(method.Body.Variables.Select(v => v.VariableType));
                named.AddRange(method.Body.Instructions.SelectMany(TypesIn));
            }
        }
        return named.OfType<TypeReference>();
    }

    private static IEnumerable<TypeReference> TypesIn(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference> Unfold(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Unfold)],
        TypeSpecification special => Unfold(special.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
