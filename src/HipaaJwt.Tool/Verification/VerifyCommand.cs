using System.CommandLine;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Verification;

/// <summary><c>audit verify</c>: verifies all streams of a directory, offline.</summary>
internal sealed class VerifyCommand
{
    private readonly Argument<string> _directory = LogDirectory.CreateArgument();
    private readonly KeyOption _keys = new();
    private readonly AnchorOption _anchors = new();
    private readonly ToolRunner _runner;

    private readonly Option<bool> _requireAnchor = new("--require-anchor")
    {
        Description = "Fail with exit code 4 if a stream has no anchor. Without an anchor, a cut end of the log is not found.",
    };

    private VerifyCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var verify = new VerifyCommand(runner);
        var command = new Command("verify", "Verify all streams of an audit log against trusted keys and anchors. It reads every record.")
        {
            verify._directory,
            verify._keys.Option,
            verify._anchors.Option,
            verify._requireAnchor,
        };
        return runner.Bind(
            command,
            verify.RunAsync,
            "hipaa-jwt audit verify /var/log/clinic/audit --key clinic.vkey --anchor /mnt/anchor",
            "hipaa-jwt audit verify audit --key clinic.pem --key tool.pem --anchor clinic.checkpoint --require-anchor --json");
    }

    private async Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var directory = parsed.GetRequiredValue(_directory);
        if (LogDirectory.Check(directory) is { } missing)
        {
            return missing;
        }

        if (!_keys.Read(parsed).Is(out var keys, out var failure) || !_anchors.Read(parsed).Is(out var anchors, out failure))
        {
            return failure;
        }

        if (keys.Count == 0)
        {
            return new Failure(ExitCode.NothingChecked, "nothing was checked: no key is trusted. Name the key of the log with --key.");
        }

        var options = new AuditLogVerificationOptions { RequireAnchor = parsed.GetValue(_requireAnchor) };
        keys.ForEach(options.Keys.Add);
        anchors.ForEach(options.Anchors.Add);
        return VerificationReport.Of(await VerifyAsync(new AuditLogVerifier(options), directory, cancellation).ConfigureAwait(false));
    }

    private Task<AuditLogVerification> VerifyAsync(AuditLogVerifier verifier, string directory, CancellationToken cancellation) =>
        _runner.Console.ShowsProgress
            ? ProgressBar.RunAsync(_runner.Console.ErrorConsole, progress => verifier.VerifyAsync(directory, progress, cancellation))
            : verifier.VerifyAsync(directory, progress: null, cancellation);
}
