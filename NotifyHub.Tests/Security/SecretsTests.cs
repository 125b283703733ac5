using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Security;
using NotifyHub.Security.Secrets;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public sealed class SecretsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notifyhub-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SecretBox BoxOf(byte[] key)
    {
        var master = new MasterKey(Options.Create(new SecurityOptions { MasterKey = Convert.ToBase64String(key) }), Options.Create(new DatabaseOptions()));
        Assert.True(master.TryOpen());
        return new SecretBox(master);
    }

    [Fact]
    public void What_is_sealed_opens_in_its_own_place_only()
    {
        var box = BoxOf(new byte[32]);
        var place = new SecretPlace("t.c", 1, 2);
        var seal = box.Seal(place, "secret"u8);
        Assert.Equal("secret", Encoding.UTF8.GetString(box.Open(place, seal)));
        foreach (var other in new[] { place with { Field = "t.d" }, place with { ProjectId = 3 }, place with { RowId = 3 }, new SecretPlace("t.c", 2, 1) })
        {
            Assert.ThrowsAny<CryptographicException>(() => box.Open(other, seal));
        }
    }

    [Fact]
    public void Each_changed_byte_breaks_the_seal()
    {
        var box = BoxOf(new byte[32]);
        var place = new SecretPlace("t.c", 1, 2);
        var seal = box.Seal(place, "secret"u8);
        for (var i = 0; i < seal.Length; i++)
        {
            var broken = seal.ToArray();
            broken[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => box.Open(place, broken));
        }
        Assert.ThrowsAny<CryptographicException>(() => box.Open(place, seal.AsSpan(0, 10)));
    }

    [Fact]
    public void Two_seals_of_the_same_text_differ_and_another_master_key_opens_neither()
    {
        var (box, other) = (BoxOf(new byte[32]), BoxOf(Enumerable.Repeat((byte)1, 32).ToArray()));
        var place = new SecretPlace("t.c", 1, 2);
        var seal = box.Seal(place, "secret"u8);
        Assert.NotEqual(seal, box.Seal(place, "secret"u8));
        Assert.ThrowsAny<CryptographicException>(() => other.Open(place, seal));
    }

    [Fact]
    public void A_hash_depends_on_purpose_project_and_key()
    {
        var (box, other) = (BoxOf(new byte[32]), BoxOf(Enumerable.Repeat((byte)1, 32).ToArray()));
        var hashes = new[] { box.Hash("a", 1, "x"u8), box.Hash("b", 1, "x"u8), box.Hash("a", 2, "x"u8), box.Hash("a", 1, "y"u8), other.Hash("a", 1, "x"u8) };
        Assert.Equal(5, hashes.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(box.Hash("a", 1, "x"u8), hashes[0]);
    }

    [Fact]
    public async Task A_missing_master_key_stops_the_start_in_words_and_is_not_made_anew()
    {
        await using (await TestHub.StartAsync(folder: _folder)) { }
        var file = Path.Combine(_folder, "keys", "master.key");
        var kept = await File.ReadAllTextAsync(file);
        File.Delete(file);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestHub.StartAsync(folder: _folder));
        Assert.Contains("master key that is missing", error.ToString());
        Assert.False(File.Exists(file));
        await File.WriteAllTextAsync(file, kept);
        await using (await TestHub.StartAsync(folder: _folder)) { }
    }

    [Fact]
    public async Task Another_master_key_stops_the_start()
    {
        await using (await TestHub.StartAsync(folder: _folder)) { }
        var other = new Dictionary<string, string?> { ["NotifyHub:Security:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestHub.StartAsync(other, folder: _folder));
        Assert.Contains("another master key", error.ToString());
    }

    [Theory]
    [InlineData("NotifyHub:Security:MasterKey", "c2hvcnQ=")]
    [InlineData("NotifyHub:Security:MasterKey", "not base64 at all")]
    [InlineData("NotifyHub:Security:TrustedProxies:0", "not an address")]
    public async Task A_setting_that_cannot_be_used_stops_the_start_and_is_named(string key, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestHub.StartAsync(new Dictionary<string, string?> { [key] = value }));
        Assert.Contains(key.Replace(":0", ""), error.ToString());
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task Key_files_are_for_their_owner_alone_and_the_ring_is_sealed()
    {
        await using var hub = await TestHub.StartAsync(folder: _folder);
        using var owner = await FormClient.OwnerOf(hub);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "keys", "master.key")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_folder, "keys")));
        }
        var ring = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "keys", "ring"))));
        Assert.Contains("<sealed", ring);
        Assert.DoesNotContain("<masterKey", ring);
    }

    [Fact]
    public async Task Sessions_outlive_a_restart()
    {
        System.Net.CookieCollection cookies;
        await using (var hub = await TestHub.StartAsync(folder: _folder))
        {
            using var owner = await FormClient.OwnerOf(hub);
            cookies = owner.Cookies;
        }
        await using var again = await TestHub.StartAsync(folder: _folder);
        var client = again.ClientFor(null);
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync("/developers/keys")).StatusCode);
    }
}
