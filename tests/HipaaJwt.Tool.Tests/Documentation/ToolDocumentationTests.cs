using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using HipaaJwt.Tool.CommandLine;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Tests.Documentation;

/// <summary>Compares <c>docs/tool.md</c>, and the command lines of <c>docs/audit-review.md</c>, with the program.</summary>
public sealed partial class ToolDocumentationTests
{
    private static readonly string Page = Read("tool.md");

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

    public static TheoryData<string> CommandLines =>
    [
        .. (Page + Read("audit-review.md")).Split('\n').Where(line => line.StartsWith("hipaa-jwt ", StringComparison.Ordinal)).Distinct(),
    ];

    [Fact]
    public void The_page_lists_exactly_the_exit_codes_of_the_program() =>
        ExitCodeRow().Matches(Page).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture))
            .Should().Equal(Enum.GetValues<ExitCode>().Select(code => (int)code));

    [Fact]
    public void The_page_has_a_section_for_each_command_and_no_other_one() =>
        CommandHeading().Matches(Page).Select(heading => heading.Groups[1].Value)
            .Should().BeEquivalentTo(Leaves(CommandTree.Create(Runner)).Select(ToolRunner.PathOf));

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Every_command_line_on_the_page_is_valid(string line) =>
        CommandTree.Create(Runner).Parse(line["hipaa-jwt ".Length..].Split(" < ")[0].Split(" > ")[0])
            .Errors.Select(error => error.Message).Should().BeEmpty();

    [Fact]
    public void The_page_names_no_option_that_does_not_exist()
    {
        var options = All(CommandTree.Create(Runner)).SelectMany(command => command.Options)
            .SelectMany(option => option.Aliases.Append(option.Name)).Append("--global").ToHashSet();

        OptionName().Matches(Page).Select(option => option.Value).Distinct().Where(option => !options.Contains(option)).Should().BeEmpty();
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(
        typeof(ToolDocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "docs",
        page));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<Command> Leaves(Command command) => All(command).Where(candidate => candidate.Subcommands.Count == 0);

    [GeneratedRegex(@"^\| (\d+) \| ", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex CommandHeading();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex OptionName();
}
