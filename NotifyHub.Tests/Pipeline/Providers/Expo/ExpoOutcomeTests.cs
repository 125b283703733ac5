using System.Text.Json;
using NotifyHub.Pipeline.Providers.Expo;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>Every word of Expo's tickets and refusals, over the wire.</summary>
public class ExpoOutcomeTests
{
    public static TheoryData<string, OutcomeKind> Words => new()
    {
        { "DeviceNotRegistered", OutcomeKind.TokenDead },
        { "MessageTooBig", OutcomeKind.ContentBad },
        { "MessageRateExceeded", OutcomeKind.TokenSlow },
        { "MismatchSenderId", OutcomeKind.CredentialBad },
        { "InvalidCredentials", OutcomeKind.CredentialBad },
        { "UNAUTHORIZED", OutcomeKind.CredentialBad },
        { "DeveloperError", OutcomeKind.ContentBad },
        { "ExpoError", OutcomeKind.Retry },
        { "ProviderError", OutcomeKind.Retry },
        { "SomethingNew", OutcomeKind.Retry },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_ticket_and_a_receipt_of_the_same_word_mean_the_same(string word, OutcomeKind kind)
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(ExpoRig.Tickets(ExpoRig.Error(word)), Reply.Status(200, $$$"""{"data":{"t":{{{ExpoRig.Error(word)}}}}}"""));
        var ticket = await rig.SendAsync();
        var receipt = (await rig.Receipts.AskAsync(rig.Secret, ["t"], CancellationToken.None)).Receipts["t"];
        Assert.Equal((kind, 200, word, false), (ticket.Kind, ticket.Status, ticket.Code, ticket.MaybeDelivered));
        Assert.Equal((kind, word), (receipt.Kind, receipt.Code));
    }

    [Fact]
    public void Every_word_of_the_table_is_in_the_test() => Assert.Subset(Words.Select(w => (string)w[0]).ToHashSet(), ExpoOutcomes.OfMessage.Keys.ToHashSet());

    [Theory]
    [InlineData(401, "UNAUTHORIZED", OutcomeKind.CredentialBad)]
    [InlineData(403, "UNAUTHORIZED", OutcomeKind.CredentialBad)]
    [InlineData(200, "UNAUTHORIZED", OutcomeKind.CredentialBad)]
    [InlineData(401, "SOMETHING_NEW", OutcomeKind.CredentialBad)]
    [InlineData(403, "SOMETHING_NEW", OutcomeKind.CredentialBad)]
    [InlineData(400, "VALIDATION_ERROR", OutcomeKind.ContentBad)]
    [InlineData(413, "PAYLOAD_TOO_LARGE", OutcomeKind.ContentBad)]
    [InlineData(400, "PUSH_TOO_MANY_NOTIFICATIONS", OutcomeKind.Retry)]
    [InlineData(400, "PUSH_TOO_MANY_EXPERIENCE_IDS", OutcomeKind.Retry)]
    [InlineData(404, "NOT_FOUND", OutcomeKind.Retry)]
    [InlineData(429, "TOO_MANY_REQUESTS", OutcomeKind.Retry)]
    [InlineData(500, "INTERNAL_SERVER_ERROR", OutcomeKind.Retry)]
    [InlineData(503, "SOMETHING_NEW", OutcomeKind.Retry)]
    [InlineData(200, "SOMETHING_NEW", OutcomeKind.Retry)]
    public async Task A_refusal_of_one_message_is_judged_by_its_word_and_its_status(int status, string code, OutcomeKind kind)
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(ExpoRig.Refusal(status, code));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, status, code, false), (outcome.Kind, outcome.Status, outcome.Code, outcome.MaybeDelivered));
        Assert.Single(rig.Expo.Requests);
    }

    [Fact]
    public async Task A_refusal_that_calls_itself_passing_is_tried_again()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(400, """{"errors":[{"code":"API_ERROR","message":"x","isTransient":true}]}"""));
        Assert.Equal((OutcomeKind.Retry, "API_ERROR"), await rig.SendAsync() is var o ? (o.Kind, o.Code!) : default);
    }

    [Fact]
    public async Task Accepted_keeps_the_ticket_and_says_when_to_ask()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(ExpoRig.Tickets(ExpoRig.Ok("019a-ticket")));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Accepted, "019a-ticket", TimeSpan.FromMinutes(15)), (outcome.Kind, outcome.MessageId, outcome.ReceiptAfter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>ok</html>")]
    [InlineData("{\"data\":")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":[{\"status\":\"ok\"}]}")]
    [InlineData("{\"data\":[{\"status\":\"ok\",\"id\":\"\"}]}")]
    [InlineData("{\"data\":[{\"status\":\"ok\",\"id\":\"\\ud800\"}]}")]
    [InlineData("{\"data\":[{\"status\":\"fine\",\"id\":\"x\"}]}")]
    [InlineData("{\"data\":[7]}")]
    [InlineData("{\"data\":[{\"status\":\"ok\",\"id\":\"a\"},{\"status\":\"ok\",\"id\":\"b\"}]}")]
    [InlineData("{\"errors\":[]}")]
    [InlineData("{\"errors\":\"x\"}")]
    public async Task A_success_without_this_messages_ticket_is_none_but_may_have_been(string body)
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(200, body));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, "malformed", true), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1", null)]
    [InlineData("Thu, 11 Jun 2026 08:00:30 GMT", 30)]
    public async Task Retry_After_is_taken(string header, int? seconds)
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(429, """{"errors":[{"code":"TOO_MANY_REQUESTS"}]}""", "Retry-After", header));
        Assert.Equal(seconds, (int?)(await rig.SendAsync()).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task What_is_kept_of_an_answer_names_no_token()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(
            ExpoRig.Tickets(ExpoRig.Error("DeviceNotRegistered", $"\\\"{ExpoRig.Token(1)}\\\" is not a registered push notification recipient")),
            ExpoRig.Refusal(400, "VALIDATION_ERROR", $$"""{"to":"{{ExpoRig.Token(1)}}","other":"ExpoPushToken[abc]"}"""));
        foreach (var body in new[] { (await rig.SendAsync()).Body!, (await rig.SendAsync()).Body! })
        {
            Assert.Contains("PushToken[redacted]", body);
            Assert.DoesNotContain("0000001", body);
            Assert.DoesNotContain("abc", body);
        }
    }

    [Fact]
    public async Task A_receipt_that_says_nothing_is_as_good_as_none()
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(200, """{"data":{"a":{"status":"ok"},"b":{"status":"pending"},"c":7}}"""));
        var answers = await rig.Receipts.AskAsync(rig.Secret, ["a", "b", "c", "d"], CancellationToken.None);
        Assert.Equal((OutcomeKind.Accepted, OutcomeKind.Accepted), (answers.Request.Kind, Assert.Single(answers.Receipts).Value.Kind));
        Assert.Equal(["a", "b", "c", "d"], rig.Expo.Requests.Single().Json.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("/--/api/v2/push/getReceipts", rig.Expo.Requests.Single().Path);
    }

    [Theory]
    [InlineData(503, "<html>", OutcomeKind.Retry)]
    [InlineData(403, "<html>", OutcomeKind.Retry)]
    [InlineData(200, "<html>", OutcomeKind.Retry)]
    [InlineData(200, "{\"data\":[]}", OutcomeKind.Retry)]
    [InlineData(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}", OutcomeKind.CredentialBad)]
    [InlineData(429, "{\"errors\":[{\"code\":\"TOO_MANY_REQUESTS\"}]}", OutcomeKind.Retry)]
    [InlineData(400, "{\"errors\":[{\"code\":\"PUSH_TOO_MANY_RECEIPTS\"}]}", OutcomeKind.ContentBad)]
    public async Task A_question_that_is_not_answered_says_why(int status, string body, OutcomeKind kind)
    {
        await using var rig = await ExpoRig.StartAsync();
        rig.Expo.Then(Reply.Status(status, body));
        var answers = await rig.Receipts.AskAsync(rig.Secret, ["a"], CancellationToken.None);
        Assert.Equal(kind, answers.Request.Kind);
        Assert.Empty(answers.Receipts);
    }

    [Fact]
    public void What_is_documented_is_a_typed_contract()
    {
        var expo = RelayContract.Expo;
        Assert.Equal((600, 100, 300, 1000), (expo.MessagesPerSecond, expo.MessagesPerRequest, expo.ReceiptsPerRequest, expo.ReceiptsPerRequestMax));
        Assert.Equal((15, 1440), (expo.ReceiptAfter.TotalMinutes, expo.ReceiptKept.TotalMinutes));
    }
}
