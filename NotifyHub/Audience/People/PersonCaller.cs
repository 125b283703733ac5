namespace NotifyHub.Audience.People;

/// <summary>Who calls a route of their own: an app's user by a user token, or a team member by their session. Bound as a parameter of endpoint handlers.</summary>
/// <param name="ProjectId">The only project that this caller may touch.</param>
/// <param name="PersonId">The person.</param>
/// <param name="UserId">The app's own id of them.</param>
public sealed record PersonCaller(long ProjectId, long PersonId, string UserId)
{
    /// <summary>The caller that was found before; endpoints without that check get none and answer 400.</summary>
    public static ValueTask<PersonCaller?> BindAsync(HttpContext context) => new(context.Features.Get<PersonCaller>());
}
