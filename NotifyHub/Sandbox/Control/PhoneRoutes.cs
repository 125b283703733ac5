using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Control;

/// <summary>Phones by HTTP, for tests and tools in another process.</summary>
internal sealed class PhoneRoutes(PhoneFleet fleet)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/phones", () => Json(fleet.All().Select(PhoneView.Of)));
        routes.MapPost("/phones", AddAsync);
        routes.MapGet("/phones/{id}", (string id) => For(id, PhoneView.Of));
        routes.MapGet("/phones/{id}/messages", (string id) => For(id, phone => phone.Messages));
        routes.MapPost("/phones/{id}/tap", (string id, Gesture? gesture) => Gestured(id, phone => phone.Tap(gesture?.Message)));
        routes.MapPost("/phones/{id}/dismiss", (string id, Gesture? gesture) => Gestured(id, phone => phone.Dismiss(gesture?.Message)));
        routes.MapPost("/phones/{id}/action", (string id, Gesture gesture) => Gestured(id, phone => gesture.ActionId is { } action && phone.Act(action, gesture.Message)));
        routes.MapPost("/phones/{id}/reply", (string id, Gesture gesture) => Gestured(id, phone => gesture.Text is { } text && phone.Reply(text, gesture.ActionId, gesture.Message)));
        routes.MapPost("/phones/{id}/offline", (string id) => Switched(id, phone => phone.GoOffline()));
        routes.MapPost("/phones/{id}/online", (string id) => Switched(id, phone => phone.GoOnline()));
        routes.MapPost("/phones/{id}/uninstall", (string id) => Switched(id, phone => phone.Uninstall()));
        routes.MapPost("/phones/{id}/reinstall", (string id) => Switched(id, phone => phone.Reinstall()));
        routes.MapPost("/phones/{id}/script", SetScript);
    }

    private async Task<IResult> AddAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFromJsonAsync<NewPhone>(Shape) is { } wanted
                ? Json(PhoneView.Of(fleet.Add(wanted.ToSpec())), StatusCodes.Status201Created)
                : Refused("The body is empty.");
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return Refused(fault.Message);
        }
    }

    private IResult SetScript(string id, NewScript wanted)
    {
        var script = FaultScript.Parse(wanted.Script);
        return script is null && !string.IsNullOrEmpty(wanted.Script)
            ? Refused("The script is not understood, e.g. f429r5, f503x2, f400.BadTopic, slow2, hang30, late5, reset, drop, goaway, junk; joined by +.")
            : Switched(id, phone => phone.SetScript(script));
    }

    private IResult For<T>(string id, Func<Phone, T> read) => fleet.Find(id) is { } phone ? Json(read(phone)) : TypedResults.NotFound();

    private IResult Switched(string id, Action<Phone> act) => For(id, phone =>
    {
        act(phone);
        return PhoneView.Of(phone);
    });

    private IResult Gestured(string id, Func<Phone, bool> act)
    {
        if (fleet.Find(id) is not { } phone)
        {
            return TypedResults.NotFound();
        }

        return act(phone) ? Json(PhoneView.Of(phone)) : TypedResults.Conflict("There is no such unread message, or the gesture lacks its actionId or text.");
    }

    private static JsonHttpResult<T> Json<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Shape, statusCode: status);

    private static BadRequest<string> Refused(string why) => TypedResults.BadRequest(why);
}
