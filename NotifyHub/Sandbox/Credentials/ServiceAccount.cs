using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Sandbox.Credentials;

/// <summary>A service account key file in the form of Google Cloud's console.</summary>
internal static class ServiceAccount
{
    private static readonly JsonSerializerOptions Shape = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(string projectId, string clientEmail, string privateKeyPem, Uri tokenUri) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = projectId,
        ["private_key_id"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(privateKeyPem)).AsSpan(0, 20)),
        ["private_key"] = privateKeyPem + "\n",
        ["client_email"] = clientEmail,
        ["client_id"] = "100000000000000000001",
        ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
        ["token_uri"] = tokenUri.ToString(),
        ["auth_provider_x509_cert_url"] = "https://www.googleapis.com/oauth2/v1/certs",
        ["universe_domain"] = "googleapis.com",
    }.ToJsonString(Shape);
}
