using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>The project's accounts with the vendors.</summary>
internal static class CredentialEndpoints
{
    public static void MapCredentials(this IEndpointRouteBuilder routes)
    {
        var credentials = routes.MapApiGroup("/projects/{project}/push/credentials").WithTags("Credentials").RequireKey(ApiScopes.Manage);
        credentials.MapPost("", StoreAsync).Idempotent()
            .WithName("storeCredential").WithSummary("Stores a vendor account as a new version.")
            .WithDescription("With activate the vendor is asked first, and the version is used from now on when the vendor takes it; what was held meanwhile goes out. Project: its id, or current for the key's own.")
            .Refuses(Problems.NotFound).Example(Examples.CredentialUpload, 201, Examples.Credential);
        credentials.MapGet("", ListAsync)
            .WithName("listCredentials").WithSummary("All versions, without their secrets.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Credentials);
        credentials.MapPost("/{cid}/probe", ProbeAsync)
            .WithName("probeCredential").WithSummary("Asks the vendor; delivers nothing.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Credential);
        credentials.MapPost("/{cid}/activate", ActivateAsync).MayHaveNoBody()
            .WithName("activateCredential").WithSummary("Sends with this version from now on.")
            .WithDescription("Refused when the last probe says no, unless force is true. A version that was never probed is probed first. The version before it is retired and can come back.")
            .Refuses(Problems.NotFound, Problems.VerdictSaysNo).Example(Examples.CredentialActivation, 200, Examples.Credential);
        credentials.MapDelete("/{cid}", DeleteAsync)
            .WithName("deleteCredential").WithSummary("Removes a version for good.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        routes.MapApiGroup("/push/webpush").WithTags("Credentials").MapGet("/key", WebPushKeyAsync).RequireKey(ApiScopes.Devices, publishable: true)
            .WithName("getWebPushKey").WithSummary("The VAPID public key that a site subscribes browsers with.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.WebPushKey);
    }

    private static async Task<Created<CredentialAnswer>> StoreAsync(
        string project, JsonBody<CredentialUpload> body, KeyCaller caller, HttpContext http, CredentialVault vault, CancellationToken cancel)
    {
        var by = AdminOf(project, caller, http);
        var upload = body.Value;
        if (!ProviderNames.TryParse(upload.Provider, ProviderNames.WithAccount, out var provider))
        {
            var faults = new FaultList();
            faults.OneOf("/provider", upload.Provider, [.. ProviderNames.WithAccount.Select(p => p.Wire())]);
            faults.ThrowIfAny();
        }
        var stored = await vault.StoreAsync(
            by, new NewCredential(provider, upload.Config?.ToJsonString() ?? "{}", upload.Secret?.ToJsonString() ?? "{}", upload.Activate),
            body.Once<ProviderCredential, CredentialAnswer>(StatusCodes.Status201Created, CredentialAnswer.From), cancel);
        return TypedResults.Created((string?)null, CredentialAnswer.From(stored));
    }

    private static async Task<Ok<CredentialList>> ListAsync(string project, KeyCaller caller, HttpContext http, CredentialVault vault, CancellationToken cancel) =>
        TypedResults.Ok(new CredentialList([.. (await vault.ListAsync(AdminOf(project, caller, http).ProjectId, cancel)).Select(CredentialAnswer.From)]));

    private static async Task<Ok<CredentialAnswer>> ProbeAsync(string project, string cid, KeyCaller caller, HttpContext http, CredentialVault vault, CancellationToken cancel) =>
        TypedResults.Ok(CredentialAnswer.From(await vault.ProbeAsync(AdminOf(project, caller, http), WireId.Require(RowId.Credential, cid), cancel)));

    private static async Task<Ok<CredentialAnswer>> ActivateAsync(
        string project, string cid, JsonBody<CredentialActivation> body, KeyCaller caller, HttpContext http, CredentialVault vault, CancellationToken cancel) =>
        TypedResults.Ok(CredentialAnswer.From(await vault.ActivateAsync(AdminOf(project, caller, http), WireId.Require(RowId.Credential, cid), body.Value.Force, cancel)));

    private static async Task<NoContent> DeleteAsync(string project, string cid, KeyCaller caller, HttpContext http, CredentialVault vault, CancellationToken cancel)
    {
        await vault.DeleteAsync(AdminOf(project, caller, http), WireId.Require(RowId.Credential, cid), cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<WebPushKeyAnswer>> WebPushKeyAsync(KeyCaller caller, ActiveCredentials credentials, CancellationToken cancel) =>
        TypedResults.Ok(new WebPushKeyAnswer(await credentials.WebPushKeyAsync(caller.ProjectId, cancel)
            ?? throw new RefusedException(RefusalCode.NotFound, "This project has no active Web Push credential.")));

    private static ProjectAdmin AdminOf(string project, KeyCaller caller, HttpContext http)
    {
        ProjectRoute.Require(project, caller);
        return ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString());
    }
}
