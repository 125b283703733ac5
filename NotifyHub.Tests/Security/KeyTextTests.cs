using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Tests.Security;

public class KeyTextTests
{
    [Theory]
    [InlineData(ApiKeyKind.Server, "nhs_")]
    [InlineData(ApiKeyKind.Publishable, "nhp_")]
    public void A_made_key_bears_its_prefix_and_is_found_by_its_public_part(ApiKeyKind kind, string prefix)
    {
        var key = KeyText.Make(kind);
        Assert.StartsWith(prefix, key);
        Assert.True(KeyText.TryLookup(key, out var lookup));
        Assert.Equal(key.Substring(4, 12), lookup);
    }

    [Fact]
    public void One_wrong_character_is_seen_by_the_checksum_of_a_publishable_key()
    {
        var key = KeyText.Make(ApiKeyKind.Publishable);
        for (var i = 4; i < key.Length; i++)
        {
            var wrong = key[..i] + (key[i] == 'a' ? 'b' : 'a') + key[(i + 1)..];
            Assert.False(KeyText.TryLookup(wrong, out _), wrong);
        }
    }

    [Fact]
    public void No_two_keys_are_the_same() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => KeyText.Make(ApiKeyKind.Server)).Distinct().Count());

    [Theory]
    [InlineData("")]
    [InlineData("nhs_")]
    [InlineData("nhs_short")]
    [InlineData("Bearer nhs_0123456789012345678901234567890123")]
    [InlineData("nhs_with a space in the middle of the key itself")]
    [InlineData("nhp_0123456789012345678901234567890123")]
    public void What_is_no_key_is_not_looked_up(string text) => Assert.False(KeyText.TryLookup(text, out _));

    [Fact]
    public void A_key_of_a_megabyte_is_refused_at_once() => Assert.False(KeyText.TryLookup("nhs_" + new string('a', 1_000_000), out _));

    [Fact]
    public void An_operators_own_key_is_found_by_its_hash_and_not_by_its_text()
    {
        Assert.True(KeyText.TryLookup("nhs_my-own-key-that-is-long-enough", out var lookup));
        Assert.DoesNotContain("my-own", lookup);
    }
}
