using NotifyHub.Components.Pages.Compose;

namespace NotifyHub.Tests.Components.Pages.Compose;

public class PeopleListTests
{
    [Theory]
    [InlineData("ada\ngrace\n", "ada,grace")]
    [InlineData("user_id,name\r\nada,Ada L.\r\ngrace;Grace", "ada,grace")]
    [InlineData("\uFEFFid\n\"ada, the first\",x\n\"open", "ada, the first|open")]
    [InlineData("", "")]
    public void The_first_column_of_each_line_is_an_id(string text, string ids) =>
        Assert.Equal(ids.Split(ids.Contains('|', StringComparison.Ordinal) ? '|' : ',', StringSplitOptions.RemoveEmptyEntries), PeopleList.Read(text).Ids);

    [Fact]
    public void What_can_not_be_used_is_told_by_kind()
    {
        var list = PeopleList.Read($"ada\n\nada\n{new string('x', 129)}\n{string.Join('\n', Enumerable.Range(0, 1001).Select(i => $"u{i}"))}");
        Assert.Equal(1000, list.Ids.Count);
        Assert.Equal(
            ["1 line is without an id.", "1 line is named again; each gets it once.", "1 line is longer than 128 characters (line 4).", "2 lines are beyond the first 1,000: subscribe them to a topic and send to that."],
            list.Findings);
    }

    [Fact]
    public void An_empty_list_has_nothing_to_tell() => Assert.Empty(PeopleList.Read("").Findings);
}
