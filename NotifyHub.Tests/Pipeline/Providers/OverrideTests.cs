using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.Apns;
using NotifyHub.Pipeline.Providers.Expo;
using NotifyHub.Pipeline.Providers.Fcm;
using NotifyHub.Pipeline.Providers.Huawei;
using NotifyHub.Pipeline.Providers.MiPush;
using NotifyHub.Pipeline.Providers.WebPush;

namespace NotifyHub.Tests.Pipeline.Providers;

/// <summary>What raw overrides may not say, vendor by vendor.</summary>
public class OverrideTests
{
    [Theory]
    // What vendors add tomorrow passes, and null takes a field away.
    [InlineData("apns", """{"headers":{"apns-priority":"5","apns-expiration":0,"apns-push-type":"voip"},"payload":{"aps":{"badge":null,"alert":{"title":"x"},"new-key":{}}},"extra":1}""")]
    [InlineData("fcm", """{"android":{"priority":"HIGH","notification":{"notification_count":3}},"data":{"a":"1"},"fcm_options":{"analytics_label":"x"},"new_key":[]}""")]
    [InlineData("webpush", """{"headers":{"Urgency":"low","Topic":"x"},"requireInteraction":true,"timestamp":1.5,"own":{}}""")]
    [InlineData("huawei", """{"android":{"collapse_key":-1,"notification":{"click_action":{"type":1,"action":"x"}}},"data":"{}"}""")]
    [InlineData("mipush", """{"notify_id":7,"pass_through":"1","extra.flow_control":true,"title":null}""")]
    [InlineData("expo", """{"sound":{"critical":true,"name":"x","volume":0.5},"ttl":60,"richContent":{"image":"https://x"}}""")]
    public void Known_fields_of_the_right_type_and_unknown_ones_pass(string vendor, string patch) => Assert.Empty(Faults(vendor, patch));

    [Theory]
    [InlineData("apns", """{"aps":{"badge":"3"}}""", "/o/aps/badge:wrong_type")]
    [InlineData("apns", """{"payload":{"aps":{"alert":{"title":7}}}}""", "/o/payload/aps/alert/title:wrong_type")]
    [InlineData("apns", """{"aps":{"badge":1.5,"content-available":true}}""", "/o/aps/badge:wrong_type", "/o/aps/content-available:wrong_type")]
    [InlineData("apns", """{"headers":{"apns-priority":7,"apns-push-type":"loud"}}""", "/o/headers/apns-priority:wrong_type", "/o/headers/apns-push-type:wrong_type")]
    [InlineData("apns", """{"headers":{"apns-topic":"com.example.other","apns-id":"x","authorization":"x"}}""", "/o/headers/apns-topic:reserved_key", "/o/headers/apns-id:reserved_key", "/o/headers/authorization:reserved_key")]
    [InlineData("apns", """{"headers":{"x-own":"1"},"payload":[]}""", "/o/headers/x-own:unknown_field", "/o/payload:wrong_type")]
    [InlineData("fcm", """{"token":"x","topic":"x","condition":"x","name":"x"}""", "/o/token:reserved_key", "/o/topic:reserved_key", "/o/condition:reserved_key", "/o/name:reserved_key")]
    [InlineData("fcm", """{"token":null}""", "/o/token:reserved_key")]
    [InlineData("fcm", """{"data":{"a/b":1},"android":{"data":{},"priority":"URGENT","ttl":60}}""", "/o/data/a~1b:wrong_type", "/o/android/data:reserved_key", "/o/android/priority:wrong_type", "/o/android/ttl:wrong_type")]
    [InlineData("fcm", """{"webpush":{"data":{},"headers":{"TTL":60}}}""", "/o/webpush/data:reserved_key", "/o/webpush/headers/TTL:wrong_type")]
    [InlineData("webpush", """{"headers":{"TTL":"0","Urgency":"now"},"data":"x","silent":"yes"}""", "/o/headers/TTL:reserved_key", "/o/headers/Urgency:wrong_type", "/o/data:wrong_type", "/o/silent:wrong_type")]
    [InlineData("huawei", """{"token":["x"],"android":{"collapse_key":101,"data":"x","notification":{"click_action":{"type":9}}}}""", "/o/token:reserved_key", "/o/android/collapse_key:wrong_type", "/o/android/data:reserved_key", "/o/android/notification/click_action/type:wrong_type")]
    [InlineData("mipush", """{"registration_id":"x","restricted_package_name":"x","alias":"x","pass_through":2,"extra.x":{}}""", "/o/registration_id:reserved_key", "/o/restricted_package_name:reserved_key", "/o/alias:reserved_key", "/o/pass_through:wrong_type", "/o/extra.x:wrong_type")]
    [InlineData("expo", """{"to":"x","ttl":-1,"priority":"urgent","data":[]}""", "/o/to:reserved_key", "/o/ttl:wrong_type", "/o/priority:wrong_type", "/o/data:wrong_type")]
    public void Addresses_ids_and_wrong_types_are_named_where_they_stand(string vendor, string patch, params string[] faults) => Assert.Equal(faults, Faults(vendor, patch));

    private static string[] Faults(string vendor, string patch)
    {
        OverrideShape shape = vendor switch
        {
            "apns" => ApnsOverride.Shape,
            "fcm" => FcmOverride.Shape,
            "webpush" => WebPushOverride.Shape,
            "huawei" => HuaweiOverride.Shape,
            "mipush" => MiPushOverride.Shape,
            _ => ExpoOverride.Shape,
        };
        var faults = new FaultList();
        shape.Check(JsonNode.Parse(patch)!.AsObject(), "/o", faults);
        if (faults.IsEmpty)
        {
            return [];
        }
        return [.. Assert.Throws<RefusedException>(faults.ThrowIfAny).Faults.Select(f => $"{f.Pointer}:{f.Code}")];
    }
}
