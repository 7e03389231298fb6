using System.CommandLine.Help;
using System.CommandLine;
using HipaaJwt.Tool.Accounting;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.DevelopmentTokens;
using HipaaJwt.Tool.Diagnosis;
using HipaaJwt.Tool.Evidence;
using HipaaJwt.Tool.Holds;
using HipaaJwt.Tool.Proofs;
using HipaaJwt.Tool.Reading;
using HipaaJwt.Tool.Reports;
using HipaaJwt.Tool.Reviews;
using HipaaJwt.Tool.SigningKeys;
using HipaaJwt.Tool.Tokens;
using HipaaJwt.Tool.Verification;

namespace HipaaJwt.Tool.CommandLine;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    public static RootCommand Create(ToolRunner runner)
    {
        var root =
            new RootCommand(
                "Verify, search and prove audit logs, inspect and validate tokens, check a configuration of HipaaJwt, and create tokens "
                + "for development.")
        {
            runner.Json,
            CreateAudit(runner),
            runner.Group(
                new Command("token", "Inspect and validate tokens.")
                {
                    TokenInspectCommand.Create(runner),
                    TokenValidateCommand.Create(runner),
                },
                "hipaa-jwt token inspect < token.txt"),
            DoctorCommand.Create(runner),
            runner.Group(
                new Command("dev", "Create tokens for development.") { DevTokenCommand.Create(runner) },
                "hipaa-jwt dev token --role physician"),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelp((HelpAction)help.Action!, runner);
        }

        runner.Group(root, "hipaa-jwt audit verify /var/log/clinic/audit", "hipaa-jwt doctor --settings appsettings.json");
        return root;
    }

    private static Command CreateAudit(ToolRunner runner) => runner.Group(
        new Command("audit", "Verify, search, prove and administer audit logs in files and databases.")
        {
            VerifyCommand.Create(runner),
            SearchCommand.Create(runner),
            TailCommand.Create(runner),
            ProveCommand.Create(runner),
            CheckProofCommand.Create(runner),
            AccountingCommand.Create(runner),
            ExportTilesCommand.Create(runner),
            EvidenceCommand.Create(runner),
            ReportCommand.Create(runner),
            ReviewCommand.Create(runner),
            HoldCommands.Create(runner),
            KeysCommands.Create(runner),
        },
        "hipaa-jwt audit verify audit --key clinic.vkey --anchor /mnt/anchor",
        "hipaa-jwt audit search audit --patient p-7 --from 7d");
}
