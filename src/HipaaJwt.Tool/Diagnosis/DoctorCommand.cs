using System.CommandLine;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Settings;
using HipaaJwt.Tool.Trusts;

namespace HipaaJwt.Tool.Diagnosis;

/// <summary>
/// <c>doctor</c>: says what settings files trust, whether the issuers answer, what is weak, whether the clock is right, and who may read
/// and change files.
/// </summary>
internal sealed class DoctorCommand
{
    private readonly SettingsOptions _settings = new();
    private readonly ToolRunner _runner;

    private readonly Option<string[]> _private = new("--private")
    {
        Description = "A private key, or the directory of an audit log, that only its owner may read. Repeat it for further ones.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Fail on warnings too." };

    private DoctorCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var doctor = new DoctorCommand(runner);
        var command = new Command("doctor", "Check a configuration: what is trusted, reachable and weak, the clock, and private files.")
        {
            doctor._private,
            doctor._strict,
        };
        doctor._settings.AddTo(command);
        return runner.Bind(
            command,
            doctor.RunAsync,
            "hipaa-jwt doctor --settings appsettings.json",
            "hipaa-jwt doctor --settings appsettings.json --settings appsettings.Production.json --strict",
            "hipaa-jwt doctor --settings appsettings.json --private /var/log/clinic/audit --private /etc/clinic/audit-key.pem");
    }

    private async Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!_settings.Read(parsed).Is(out var section, out var failure))
        {
            return failure;
        }

        List<Finding> findings =
        [
            .. FileFindings.OfSettings(parsed.GetRequiredValue(_settings.Files)),
            .. FileFindings.OfPrivate(parsed.GetValue(_private) ?? []),
        ];
        var time = _runner.Environment.Time;
        if (!(await TrustHost.StartAsync(section, time, cancellation).ConfigureAwait(false)).Is(out var host, out failure))
        {
            findings.Add(new Finding(Severity.Problem, "options", failure.Message));
            return DoctorReport.Of([], [], findings, parsed.GetValue(_strict));
        }

        await using (host.ConfigureAwait(false))
        {
            var states = await host.WaitForKeysAsync(cancellation).ConfigureAwait(false);
            KeyResponse[] responses = [.. host.Responses.DistinctBy(response => response.Address)];
            findings.AddRange(KeyFindings.OfResponses(responses));
            findings.AddRange(KeyFindings.OfStates(states));
            findings.AddRange(KeyFindings.OfClock(responses, host.Options.ClockSkew));
            findings.AddRange(LogFindings.Of(host.Log));
            return DoctorReport.Of([.. host.Options.Issuers], responses, findings, parsed.GetValue(_strict));
        }
    }
}
