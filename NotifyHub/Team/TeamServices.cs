namespace NotifyHub.Team;

/// <summary>Who works on a project: members, invitations, and the mails that go straight to people.</summary>
public static class TeamServices
{
    /// <summary>Desks of the page, and the door behind an invitation's link.</summary>
    public static IServiceCollection AddTeam(this IServiceCollection services)
    {
        services.AddSingleton<DirectMail>();
        services.AddSingleton<TeamDesk>();
        services.AddSingleton<InvitationDesk>();
        services.AddScoped<InvitationDoor>();
        services.AddScoped<SignInCodes>();
        services.AddSingleton<SignInCodePost>();
        services.AddHostedService(provider => provider.GetRequiredService<SignInCodePost>());
        return services;
    }
}
