namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>Tells a service account from the other JSON files that Google hands out.</summary>
internal static class ServiceAccountFile
{
    /// <summary>What this is instead, in words, or null when it may be a service account.</summary>
    public static string? WhatElse(CredentialFields file)
    {
        if (file.TextOrObject("project_info") is not null) return "a google-services.json (the Android app's own file)";
        if (file.Optional("authDomain") is not null || file.Optional("messagingSenderId") is not null || file.Optional("apiKey") is not null)
            return "a web app's Firebase config";
        if (file.TextOrObject("installed") is not null || file.TextOrObject("web") is not null) return "an OAuth client file";
        return file.Optional("type") switch
        {
            "service_account" => null,
            "authorized_user" => "a person's own credentials (gcloud)",
            "external_account" => "a workload identity file",
            _ => "some other JSON file",
        };
    }
}
