namespace NotifyHub.E2E.Clients;

/// <summary>The SDK's JSDoc types hold: TypeScript in its strict mode has nothing to say, neither of the page's file nor of the worker's.</summary>
public sealed class SdkTypeTests
{
    [Theory]
    [InlineData("es2022,dom,dom.iterable", "notifyhub.js", "demo.js")]
    [InlineData("es2022,webworker", "notifyhub-sw.js")]
    public async Task TypeScript_finds_no_fault(string libraries, params string[] files)
    {
        var typescript = await NodePackage.InstallAsync("types");
        var sdk = Path.Combine(AppRoot.Find(), "wwwroot", "sdk");
        Assert.Equal("", await typescript.RunAsync("node_modules/typescript/bin/tsc",
            ["--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", libraries, .. files.Select(file => Path.Combine(sdk, file))]));
    }
}
