using System.CommandLine;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Verification;

/// <summary><c>audit verify</c>: verifies all streams of a directory, or the log of a database.</summary>
internal sealed class VerifyCommand
{
    private readonly LogSource _source = new();
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
            verify._keys.Option,
            verify._anchors.Option,
            verify._requireAnchor,
        };
        verify._source.AddTo(command);
        return runner.Bind(
            command,
            verify.RunAsync,
            "hipaa-jwt audit verify /var/log/clinic/audit --key clinic.vkey --anchor /mnt/anchor",
            "hipaa-jwt audit verify audit --key clinic.pem --key tool.pem --anchor clinic.checkpoint --require-anchor --json",
            "hipaa-jwt audit verify --connection \"Host=db.hospital.example;Database=clinic;Username=auditor\" --key clinic.pem",
            "hipaa-jwt audit verify --sqlite /var/lib/clinic/audit.db --key clinic.pem");
    }

    private async Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (_source.Check(parsed) is { } missing)
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
        return (await VerifyAsync(parsed, new AuditLogVerifier(options), cancellation).ConfigureAwait(false))
            .Is(out var verification, out failure)
            ? VerificationReport.Of(verification)
            : failure;
    }

    private async Task<Found<AuditLogVerification>> VerifyAsync(
        ParseResult parsed, AuditLogVerifier verifier, CancellationToken cancellation) =>
        _runner.Console.ShowsProgress
            ? await ProgressBar.RunAsync(
                _runner.Console.ErrorConsole,
                progress => _source.VerifyAsync(parsed, verifier, progress, cancellation)).ConfigureAwait(false)
            : await _source.VerifyAsync(parsed, verifier, progress: null, cancellation).ConfigureAwait(false);
}
