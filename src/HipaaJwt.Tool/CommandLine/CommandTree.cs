using System.CommandLine;
using System.CommandLine.Help;

namespace HipaaJwt.Tool.CommandLine;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    public static RootCommand Create(ToolRunner runner)
    {
        var root = new RootCommand("Verify, search and prove audit logs, inspect and validate tokens, and check a configuration of HipaaJwt.")
        {
            runner.Json,
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelp((HelpAction)help.Action!, runner);
        }

        runner.Group(root, "hipaa-jwt audit verify /var/log/clinic/audit", "hipaa-jwt doctor --settings appsettings.json");
        return root;
    }
}
