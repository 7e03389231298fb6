using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine;
using HipaaJwt.Tool.Commands;

namespace HipaaJwt.Tool.CommandLine;

/// <summary>Writes the help of a command, followed by its examples.</summary>
internal sealed class ExampleHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _help;
    private readonly ToolRunner _runner;

    public ExampleHelp(HelpAction help, ToolRunner runner)
    {
        _help = help;
        _runner = runner;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var examples = _runner.ExamplesOf(parseResult.CommandResult.Command);
        if (examples.Count > 0)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        return 0;
    }
}
