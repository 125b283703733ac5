using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class SendsExportTests
{
    [Fact]
    public void Cells_are_quoted_by_RFC_4180() => Assert.Equal("a,\"b,c\",\"say \"\"hi\"\"\",,\"two\nlines\"\r\n", SendsExport.Line(["a", "b,c", "say \"hi\"", null, "two\nlines"]));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    public void A_cell_is_never_a_formula(string text) => Assert.StartsWith("'", SendsExport.Line([text]), StringComparison.Ordinal);

    [Fact]
    public async Task The_file_holds_what_the_page_s_filters_let_through_and_only_for_members()
    {
        await using var hub = await TestHub.StartAsync();
        var device = await hub.Client.NewDeviceAsync();
        await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "=cmd", ["body"] = "b", ["campaignId"] = "launch" });
        await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Other", ["body"] = "b" });
        using var owner = await FormClient.OwnerOf(hub);

        var file = await owner.Http.GetStringAsync("/sends/export.csv?campaign=launch");

        Assert.Equal(2, file.Trim().Split('\n').Length);
        Assert.Contains(",'=cmd,b,", file, StringComparison.Ordinal);
        var stranger = await hub.ClientFor(null).GetAsync("/sends/export.csv");
        Assert.NotEqual(HttpStatusCode.OK, stranger.StatusCode);
    }
}
