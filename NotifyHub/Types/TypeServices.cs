namespace NotifyHub.Types;

/// <summary>Types of notifications.</summary>
public static class TypeServices
{
    /// <summary>The registry.</summary>
    public static IServiceCollection AddTypes(this IServiceCollection services) => services.AddSingleton<TypeBook>();
}
