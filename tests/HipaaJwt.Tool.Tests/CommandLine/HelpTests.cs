using System.CommandLine;
using HipaaJwt.Tool.CommandLine;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.CommandLine;

public sealed class HelpTests
{
    private static readonly ToolRunner Runner = new(new ToolEnvironment
    {
        Input = TextReader.Null,
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        Time = TimeProvider.System,
        IsOutputRedirected = true,
        IsErrorRedirected = true,
        UserName = "officer",
        ConfigurationFolder = "/nonexistent",
        Variable = _ => null,
    });

    private static readonly RootCommand Root = CommandTree.Create(Runner);

    public static TheoryData<string> Commands => [.. All(Root).Where(command => command != Root).Select(ToolRunner.PathOf)];

    public static TheoryData<string> Examples => [.. All(Root).SelectMany(Runner.ExamplesOf).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_every_command_shows_an_example(string command)
    {
        var run = await ToolRun.Of([.. command.Split(' '), "--help"]);

        run.Code.Should().Be(ExitCode.Ok);
        run.Output.Should().Contain("Examples:").And.Contain($"  hipaa-jwt {command} ");
    }

    [Fact]
    public async Task The_help_of_the_program_lists_its_commands_and_shows_an_example()
    {
        var run = await ToolRun.Of("--help");

        run.Code.Should().Be(ExitCode.Ok);
        run.Output.Should().Contain("audit").And.Contain("token").And.Contain("doctor").And.Contain("Examples:");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_a_valid_command_line(string example)
    {
        var withoutShell = example.Split(" < ")[0].Split(" > ")[0]["hipaa-jwt ".Length..];

        CommandTree.Create(Runner).Parse(withoutShell).Errors.Select(error => error.Message).Should().BeEmpty();
    }

    [Fact]
    public void Every_command_and_every_option_has_a_description() =>
        All(Root).SelectMany(command => command.Options.Cast<Symbol>().Concat(command.Arguments).Append(command))
            .Where(symbol => string.IsNullOrWhiteSpace(symbol.Description))
            .Select(symbol => symbol.Name)
            .Should().BeEmpty();

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
