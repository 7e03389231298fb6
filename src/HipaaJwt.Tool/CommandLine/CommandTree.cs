using System.CommandLine;
using System.CommandLine.Help;
using HipaaJwt.Tool.Diagnosis;
using HipaaJwt.Tool.Tokens;

namespace HipaaJwt.Tool.CommandLine;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    public static RootCommand Create(ToolRunner runner)
    {
        var root = new RootCommand("Verify, search and prove audit logs, inspect and validate tokens, and check a configuration of HipaaJwt.")
        {
            runner.Json,
            runner.Group(
                new Command("token", "Inspect and validate tokens.")
                {
                    TokenInspectCommand.Create(runner),
                    TokenValidateCommand.Create(runner),
                },
                "hipaa-jwt token inspect < token.txt"),
            DoctorCommand.Create(runner),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelp((HelpAction)help.Action!, runner);
        }

        runner.Group(root, "hipaa-jwt audit verify /var/log/clinic/audit", "hipaa-jwt doctor --settings appsettings.json");
        return root;
    }
}
