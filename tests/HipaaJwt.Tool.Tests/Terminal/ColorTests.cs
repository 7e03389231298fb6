using HipaaJwt.Tests.Support;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Terminal;

public sealed class ColorTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    [Fact]
    public async Task Output_that_is_redirected_has_no_colors_and_does_not_wrap()
    {
        var value = new string('x', 500);

        var run = await InspectAsync(ToolRun.With(input: _issuer.Token(claims: claims => claims["note"] = value)));

        run.Output.Should().Contain(value).And.NotContain("\u001b");
    }

    [Fact]
    public async Task NO_COLOR_turns_colors_off_on_a_terminal()
    {
        var run = await InspectAsync(ToolRun.With(input: _issuer.Token(), isTerminal: true, noColor: "1"));

        run.Output.Should().Contain("UNVERIFIED").And.NotContain("\u001b");
    }

    public void Dispose() => _issuer.Dispose();

    private static Task<ToolRun> InspectAsync(ToolRun.Builder tool) => tool.RunAsync("token", "inspect");
}
