using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace NotifyHub.Data;

/// <summary>Microsoft.Data.Sqlite asks for SQLitePCLRaw.core by a newer strong version than some registries hold; any 2.x has every member it uses.</summary>
internal static class SqliteBinding
{
    [ModuleInitializer]
    internal static void Init() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name is { Name: "SQLitePCLRaw.core", Version: not null } ? context.LoadFromAssemblyName(new AssemblyName("SQLitePCLRaw.core")) : null;
}
