using System.Net.Http.Headers;
using System.Text;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.Apns;
using NotifyHub.Pipeline.Providers.Expo;
using NotifyHub.Pipeline.Providers.Fcm;
using NotifyHub.Pipeline.Providers.Huawei;
using NotifyHub.Pipeline.Providers.MiPush;
using NotifyHub.Pipeline.Providers.WebPush;
using NotifyHub.Security.Egress;

namespace NotifyHub.Tests.Pipeline.Providers;

/// <summary>Answers broken at random: whatever comes, an outcome comes of it, and only a success is one.</summary>
public class AnswerFuzzTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 11, 8, 0, 0, TimeSpan.Zero);
    private static readonly DeviceTarget Target = new("token-of-the-device", "production", "p", "a", Now.AddDays(-1));
    private static readonly int[] Statuses = [200, 201, 204, 301, 400, 401, 403, 404, 410, 413, 418, 429, 500, 503];

    private const string Noise = "{[\"\\\0\ud83d:,1e9";

    private static readonly string[] Seeds =
    [
        """{"reason":"Unregistered","timestamp":1780000000000}""",
        """{"error":{"code":404,"message":"token-of-the-device","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}}""",
        """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"subject":"device:x"}]}]}}""",
        """{"name":"projects/p/messages/1"}""",
        """{"code":"80000000","msg":"Success","requestId":"157440000006"}""",
        """{"code":"80100000","msg":"{\"success\":0,\"failure\":1,\"illegal_tokens\":[\"token-of-the-device\"]}","requestId":"1"}""",
        """{"result":"ok","trace_id":"X1","code":0,"data":{"id":"scm1"},"description":"ok","info":""}""",
        """{"result":"error","code":22000,"reason":"token-of-the-device is no application"}""",
        """{"data":[{"status":"ok","id":"t"},{"status":"error","message":"\"ExponentPushToken[token-of-the-device]\" is no recipient","details":{"error":"DeviceNotRegistered"}}]}""",
        """{"errors":[{"code":"PUSH_TOO_MANY_EXPERIENCE_IDS","details":{"@o/a":["ExponentPushToken[token-of-the-device]"],"@o/b":["ExponentPushToken[b]"]}}]}""",
        """{"data":{"t":{"status":"error","details":{"error":"InvalidCredentials"}}}}""",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_throws_and_nothing_broken_is_a_success(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5000; i++)
        {
            var status = Statuses[random.Next(Statuses.Length)];
            using var response = new HttpResponseMessage();
            response.Headers.TryAddWithoutValidation("Retry-After", random.Next(2) == 0 ? random.Next(-10, int.MaxValue).ToString() : Mutate(random, "Thu, 11 Jun 2026 08:01:30 GMT"));
            var answer = Answer(status, response.Headers, Encoding.UTF8.GetBytes(Mutate(random, Seeds[random.Next(Seeds.Length)])));
            Check(ApnsOutcomes.Read(answer, Target, confirmed: true, Now), status == 200);
            Check(FcmOutcomes.Read(answer, Target.Token, Now), status == 200);
            Check(HuaweiOutcomes.Read(answer, Target.Token, Now), status == 200);
            Check(MiPushOutcomes.Read(answer, Target.Token, "app-secret", Now), status == 200);
            Check(WebPushOutcomes.Read(answer, Target, 60, Now), status is 200 or 201);
            CheckExpo(answer, status == 200);
        }
    }

    private static void CheckExpo(VendorAnswer answer, bool maySucceed)
    {
        ExpoMessage[] sent = [new("ExponentPushToken[token-of-the-device]", default), new("ExponentPushToken[b]", default)];
        var read = ExpoAnswer.Read(answer, sent, Now);
        Assert.Equal(2, read.Outcomes?.Count ?? read.Parts!.Sum(part => part.Count));
        foreach (var outcome in read.Outcomes ?? []) Check(outcome, maySucceed, redacted: false);
        var receipts = ExpoReceipts.Read(answer, Now);
        Check(receipts.Request, maySucceed, redacted: false);
        foreach (var (_, receipt) in receipts.Receipts) Check(receipt, maySucceed, redacted: false);
    }

    private static VendorAnswer Answer(int status, HttpResponseHeaders headers, byte[] body) => new(status, headers, new(body, true), null);

    // Expo's tokens are redacted by their form, which the mutation may have broken: ExpoOutcomeTests holds the whole ones.
    private static void Check(ProviderOutcome outcome, bool maySucceed, bool redacted = true)
    {
        Assert.True(outcome.Kind != OutcomeKind.Accepted || maySucceed);
        Assert.True(outcome.RetryAfter is null || (outcome.RetryAfter >= TimeSpan.Zero && outcome.RetryAfter <= RetryAfterHeader.Longest));
        if (redacted) Assert.DoesNotContain(Target.Token, outcome.Body ?? "");
        Assert.DoesNotContain('\0', outcome.Body ?? "");
        Assert.True((outcome.Code?.Length ?? 0) <= 64);
    }

    private static string Mutate(Random random, string text)
    {
        var changed = new StringBuilder(text);
        for (var n = random.Next(4); n > 0 && changed.Length > 0; n--)
        {
            var at = random.Next(changed.Length);
            switch (random.Next(4))
            {
                case 0: changed.Remove(at, random.Next(1, changed.Length - at + 1)); break;
                case 1: changed.Insert(at, Noise[random.Next(Noise.Length)]); break;
                case 2: changed[at] = (char)random.Next(1, 0x3000); break;
                default: changed.Append(changed.ToString(at, Math.Min(5, changed.Length - at))); break;
            }
        }
        return changed.ToString();
    }
}
