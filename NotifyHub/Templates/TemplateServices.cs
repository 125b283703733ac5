namespace NotifyHub.Templates;

/// <summary>Messages that are written once and sent often.</summary>
public static class TemplateServices
{
    /// <summary>Writing, reading and judging templates.</summary>
    public static IServiceCollection AddTemplates(this IServiceCollection services)
    {
        services.AddSingleton<TemplateDesk>();
        services.AddSingleton<TemplateShelf>();
        services.AddSingleton<TemplateLint>();
        services.AddSingleton<TemplatePreview>();
        return services;
    }
}
