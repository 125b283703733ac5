using System.Formats.Asn1;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Recognises the file that was uploaded in place of a private key, by its shape.</summary>
internal static class KeyFile
{
    /// <summary>What this is instead, in words, or null when it may be the PKCS#8 private key that is needed.</summary>
    public static string? WhatElse(string text)
    {
        if (text.TrimStart().StartsWith('{')) return "a JSON file";
        if (text.Any(c => c is '\uFFFD' or < '\t')) return "a binary file (a .cer or .p12, perhaps)";
        if (PemText.Read(text, "") is not var (label, content)) return "no key file";
        return label switch
        {
            "PRIVATE KEY" => null,
            "CERTIFICATE" => "a certificate (.cer)",
            "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => "a certificate request",
            "PUBLIC KEY" or "RSA PUBLIC KEY" => "a public key",
            "ENCRYPTED PRIVATE KEY" => "a private key with a password",
            "EC PRIVATE KEY" => "a private key in the older SEC1 form",
            "RSA PRIVATE KEY" => "an RSA key in the older PKCS#1 form",
            "" => OfDer(content),
            _ => $"a block of another kind ({VendorText.Word(label.Replace(' ', '-')) ?? "unknown"})",
        };
    }

    // The first members tell the three apart: PKCS#8 and PKCS#12 start with a version (0 or 1, and 3), certificates and public keys with a sequence.
    private static string? OfDer(byte[] der)
    {
        try
        {
            var inner = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            if (inner.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
                return inner.TryReadInt32(out var version) && version == 3 ? "a .p12 certificate bundle" : null;
            var first = inner.ReadSequence();
            return first.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? "a public key" : "a certificate (.cer)";
        }
        catch (AsnContentException)
        {
            return "no key file";
        }
    }
}
