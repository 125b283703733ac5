using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What mail services tell of addresses, and which get no mail any more.</summary>
internal static class MailEndpoints
{
    public static void MapMail(this IEndpointRouteBuilder routes)
    {
        var mail = routes.MapApiGroup("/email").WithTags("E-mail");
        mail.MapPost("/feedback", TakeAsync).RequireKey(ApiScopes.Manage)
            .WithName("takeMailFeedback").WithSummary("Bounces and complaints: such addresses get no mail any more.")
            .WithDescription("As JSON events of any mail service, or the report itself as it came by mail: delivery status (RFC 3464) or abuse (RFC 5965). Repeating it changes nothing.")
            .Refuses(Problems.BatchTooLarge).Example(Examples.MailFeedback, 200, Examples.MailFeedbackTaken);
        mail.MapGet("/suppressions", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listSuppressions").WithSummary("Addresses that get no mail, newest first; the address itself is not kept.").Example(null, 200, Examples.SuppressionPage);
        mail.MapDelete("/suppressions/{sup}", RemoveAsync).RequireKey(ApiScopes.Manage)
            .WithName("removeSuppression").WithSummary("The address may be tried again.").Refuses(Problems.NotFound).Example(null, 204, null);
    }

    private static async Task<Ok<MailFeedbackTaken>> TakeAsync(JsonBody<MailFeedbackBody> body, KeyCaller caller, MailFeedback feedback, CancellationToken cancel) =>
        TypedResults.Ok(await feedback.TakeAsync(caller.ProjectId, body.Value.Read(), cancel));

    private static async Task<Ok<Page<SuppressionItem>>> ListAsync(PageQuery page, KeyCaller caller, MailSuppressions suppressions, CancellationToken cancel) =>
        TypedResults.Ok(Page<SuppressionItem>.Of(await suppressions.PageAsync(caller.ProjectId, page.Before, page.Limit + 1, cancel), page.Limit, SuppressionItem.From, row => row.Id));

    private static async Task<NoContent> RemoveAsync(string sup, KeyCaller caller, MailSuppressions suppressions, CancellationToken cancel) =>
        await suppressions.RemoveAsync(caller.ProjectId, WireId.Require(RowId.Suppression, sup), $"key {caller.Name}", cancel) ? TypedResults.NoContent() : throw WireId.NotFound(sup);
}
