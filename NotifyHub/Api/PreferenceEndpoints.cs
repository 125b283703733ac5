using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Opt-outs of end users, by user id and by fingerprint.</summary>
internal static class PreferenceEndpoints
{
    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapApiGroup("/users/{user}/preferences").WithTags("Preferences").RequireKey(ApiScopes.Preferences);
        users.MapGet("", OfUserAsync).Lists("listPreferencesOfUser", "a user");
        users.MapPut("", PutOfUserAsync).SetsMany("putPreferencesOfUser", "a user");
        users.MapGet("/{category}", OneOfUserAsync).Shows("getPreferenceOfUser", "a user");
        users.MapPut("/{category}", PutOneOfUserAsync).Sets("putPreferenceOfUser", "a user");
        var prints = routes.MapApiGroup("/push/users/{fp}/preferences").WithTags("Preferences").RequireKey(ApiScopes.Preferences);
        prints.MapGet("", OfPrintAsync).Lists("listPreferencesOfFingerprint", "whoever a fingerprint stands for");
        prints.MapPut("", PutOfPrintAsync).SetsMany("putPreferencesOfFingerprint", "whoever a fingerprint stands for");
        prints.MapGet("/{category}", OneOfPrintAsync).Shows("getPreferenceOfFingerprint", "whoever a fingerprint stands for");
        prints.MapPut("/{category}", PutOneOfPrintAsync).Sets("putPreferenceOfFingerprint", "whoever a fingerprint stands for");
    }

    private static void Lists(this RouteHandlerBuilder route, string name, string whose) => route
        .WithName(name).WithSummary($"Categories that {whose} opted out of, or into again.")
        .WithDescription("Categories that nothing was said about are not listed: people are in.").Example(null, 200, Examples.Preferences);

    private static void SetsMany(this RouteHandlerBuilder route, string name, string whose) => route
        .WithName(name).WithSummary($"Sets several categories of {whose}; the others stay.")
        .WithDescription(Kept).Refuses(Problems.BatchTooLarge).Example(Examples.PreferenceChanges, 200, Examples.Preferences);

    private static void Shows(this RouteHandlerBuilder route, string name, string whose) => route
        .WithName(name).WithSummary($"One category of {whose}; an empty list when nothing was said about it.").Example(null, 200, Examples.Preferences);

    private static void Sets(this RouteHandlerBuilder route, string name, string whose) => route
        .WithName(name).WithSummary($"Takes {whose} out of a category, or in again.").WithDescription(Kept).Example(Examples.Preference, 200, Examples.Preferences);

    private const string Kept = "Each change is kept as a record of consent with the time, the key and the address. Sends that wait are stopped too.";

    private static Task<Ok<PreferencesAnswer>> OfUserAsync(string user, KeyCaller caller, ConsentBook book, CancellationToken cancel) =>
        AnswerAsync(caller, User(user), null, book, cancel);

    private static Task<Ok<PreferencesAnswer>> OneOfUserAsync(string user, string category, KeyCaller caller, ConsentBook book, CancellationToken cancel) =>
        AnswerAsync(caller, User(user), RouteText.Read(category), book, cancel);

    private static Task<Ok<PreferencesAnswer>> PutOfUserAsync(string user, JsonBody<PreferenceChanges> body, KeyCaller caller, HttpContext http, ConsentBook book, CancellationToken cancel) =>
        SetAsync(http, caller, User(user), body.Value.Preferences, null, book, cancel);

    private static Task<Ok<PreferencesAnswer>> PutOneOfUserAsync(string user, string category, JsonBody<PreferenceBody> body, KeyCaller caller, HttpContext http, ConsentBook book, CancellationToken cancel) =>
        SetAsync(http, caller, User(user), One(category, body), RouteText.Read(category), book, cancel);

    private static Task<Ok<PreferencesAnswer>> OfPrintAsync(string fp, KeyCaller caller, ConsentBook book, CancellationToken cancel) =>
        AnswerAsync(caller, SubjectKey.OfFingerprint(fp), null, book, cancel);

    private static Task<Ok<PreferencesAnswer>> OneOfPrintAsync(string fp, string category, KeyCaller caller, ConsentBook book, CancellationToken cancel) =>
        AnswerAsync(caller, SubjectKey.OfFingerprint(fp), RouteText.Read(category), book, cancel);

    private static Task<Ok<PreferencesAnswer>> PutOfPrintAsync(string fp, JsonBody<PreferenceChanges> body, KeyCaller caller, HttpContext http, ConsentBook book, CancellationToken cancel) =>
        SetAsync(http, caller, SubjectKey.OfFingerprint(fp), body.Value.Preferences, null, book, cancel);

    private static Task<Ok<PreferencesAnswer>> PutOneOfPrintAsync(string fp, string category, JsonBody<PreferenceBody> body, KeyCaller caller, HttpContext http, ConsentBook book, CancellationToken cancel) =>
        SetAsync(http, caller, SubjectKey.OfFingerprint(fp), One(category, body), RouteText.Read(category), book, cancel);

    private static SubjectKey User(string user) => SubjectKey.OfUser(RouteText.Read(user));

    private static IReadOnlyList<PreferenceChange> One(string category, JsonBody<PreferenceBody> body) => [new PreferenceChange { Category = RouteText.Read(category), OptedOut = body.Value.OptedOut }];

    private static async Task<Ok<PreferencesAnswer>> SetAsync(
        HttpContext http, KeyCaller caller, SubjectKey subject, IReadOnlyList<PreferenceChange> changes, string? shown, ConsentBook book, CancellationToken cancel)
    {
        await book.SetAsync(caller.ProjectId, subject, changes, new ConsentOrigin("api", $"key {caller.Name}", http.Connection.RemoteIpAddress?.ToString()), cancel);
        return await AnswerAsync(caller, subject, shown, book, cancel);
    }

    private static async Task<Ok<PreferencesAnswer>> AnswerAsync(KeyCaller caller, SubjectKey subject, string? category, ConsentBook book, CancellationToken cancel) =>
        TypedResults.Ok(PreferencesAnswer.From((await book.OfAsync(caller.ProjectId, subject, cancel)).Where(row => category is null || row.Category == category)));
}
