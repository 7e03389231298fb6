using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.CommandLine;

public sealed class UsageTests
{
    public static TheoryData<string> Wrong =>
    [
        "",
        "nonsense",
        "audit",
        "audit nonsense",
        "audit verify",
        "audit verify a --nonsense",
        "audit search a --limit 0",
        "audit search a --limit 100001",
        "audit search a --from yesterday",
        "audit search a --outcome perhaps",
        "audit search a --code 999999",
        "audit search a --type 1,2",
        "audit tail a --lines 10001",
        "audit tail a --lines -1",
        "audit prove a origin x",
        "audit prove a origin",
        "audit accounting a --out b",
        "audit export-tiles a origin",
        "audit keys new",
        "audit keys rotate a b",
        "audit hold add a",
        "token validate",
        "doctor",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_line_has_exit_code_2_and_says_where_the_help_is(string arguments)
    {
        var run = await ToolRun.Of(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.Code.Should().Be(ExitCode.Usage);
        run.Output.Should().BeEmpty();
        run.Error.Should().StartWith("error: ").And.Contain("--help.");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_line_gives_one_JSON_object_with_the_option_for_it(string arguments)
    {
        var run = await ToolRun.Of([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--json"]);

        run.Code.Should().Be(ExitCode.Usage);
        run.Json["exitCode"]!.GetValue<int>().Should().Be(2);
        run.Json["error"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_value_with_an_at_sign_is_never_replaced_by_a_file()
    {
        using var folder = new TempFolder();
        var file = folder.Write("arguments.txt", "--help");

        var run = await ToolRun.Of("audit", "verify", "@" + file);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("@" + file);
    }

    [Fact]
    public async Task A_canceled_command_has_exit_code_130()
    {
        using var folder = new TempFolder();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        var settings = folder.Write("settings.json", """
            { "HipaaJwt": { "Issuers": [ { "Issuer": "https://idp.example", "Audiences": ["a"], "Algorithms": ["ES256"],
              "JwksUri": "https://idp.example.invalid/keys" } ] } }
            """);

        var run = await ToolRun.With().RunAsync(["doctor", "--settings", settings], canceled.Token);

        run.Code.Should().Be(ExitCode.Canceled);
    }
}
