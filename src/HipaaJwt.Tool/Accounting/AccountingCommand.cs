using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Reading;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Accounting;

/// <summary><c>audit accounting</c>: the accounting of disclosures of one patient (45 CFR 164.528), as CSV and JSON, with proofs.</summary>
internal sealed class AccountingCommand
{
    /// <summary>An accounting covers the six years before the request (45 CFR 164.528(a)(1)).</summary>
    private const int Years = 6;

    private readonly LogOptions _log = new();
    private readonly RecordingOptions _recording = new();
    private readonly QueryOptions _query;
    private readonly PatientOption _patient;
    private readonly ToolRunner _runner;

    private readonly Option<string> _out = new("--out")
    {
        Description = "A new directory for accounting.csv, accounting.json and the proofs.",
        HelpName = "DIRECTORY",
        Required = true,
    };

    private readonly Option<bool> _all = new("--all-access")
    {
        Description = "List every granted access, not only those that name a recipient.",
    };

    private readonly Option<string[]> _excluded = new("--exclude-purpose")
    {
        Description = "Leave out a purpose of use, such as TREAT (45 CFR 164.528(a)(1)(i)). Repeat it for further ones.",
        HelpName = "CODE",
    };

    private AccountingCommand(ToolRunner runner)
    {
        _runner = runner;
        _query = new QueryOptions(runner.Environment);
        _patient = new PatientOption(runner.Environment, isRequired: true);
    }

    public static Command Create(ToolRunner runner)
    {
        var accounting = new AccountingCommand(runner);
        var command =
            new Command("accounting", "Write the disclosures of one patient (45 CFR 164.528) as CSV and JSON, with a proof of each.")
        {
            accounting._patient.Option,
            accounting._out,
            accounting._all,
            accounting._excluded,
        };
        accounting._log.AddTo(command);
        command.AddAll(accounting._query.OfPeriod).AddAll(accounting._recording.All);
        return runner.Bind(
            command,
            accounting.RunAsync,
            "hipaa-jwt audit accounting audit --patient p-7 --out accounting-p-7 --reason \"request of 3 March\"",
            "hipaa-jwt audit accounting audit --patient p-7 --out a --exclude-purpose TREAT --exclude-purpose HPAYMT "
            + "--exclude-purpose HOPERAT");
    }

    private Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation) =>
        _log.UseAsync(parsed, log => RunAsync(log, parsed, cancellation), cancellation);

    private async Task<Report> RunAsync(OpenLog log, ParseResult parsed, CancellationToken cancellation)
    {
        var target = parsed.GetRequiredValue(_out);
        if (PrivateFiles.CheckNew(target) is { } unusable)
        {
            return unusable;
        }

        if (!_query.ReadPseudonymKeys(parsed).Is(out var keys, out var failure)
            || !(await _patient.ReadAsync(parsed, PeriodOf(parsed), cancellation).ConfigureAwait(false)).Is(out var query, out failure))
        {
            return failure;
        }

        var use = UseEvent.Searched(QueryOptions.Describe("accounting", query)) with { Patient = query.Patient };
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory, keys);
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        if (PrivateFiles.CreateDirectory(target) is { } unwritable)
        {
            return unwritable;
        }

        var reader = new DisclosureReader
        {
            Reader = new AuditLogReader(keys),
            Log = log,
            Target = target,
            IncludeAllAccess = parsed.GetValue(_all),
            ExcludedPurposes = parsed.GetValue(_excluded) ?? [],
        };
        var disclosures = await reader.ReadAsync(query, cancellation).ConfigureAwait(false);
        return disclosures.Is(out var found, out failure) ? Write(target, query, found) : failure;
    }

    private AuditLogQuery PeriodOf(ParseResult parsed)
    {
        var period = _query.ReadPeriod(parsed);
        return period with { From = period.From ?? _runner.Environment.Time.GetUtcNow().AddYears(-Years) };
    }

    private Report Write(string target, AuditLogQuery query, List<Disclosure> disclosures)
    {
        var json = new JsonObject
        {
            ["patient"] = query.Patient,
            ["from"] = query.From?.UtcDateTime,
            ["to"] = query.To?.UtcDateTime,
            ["createdAt"] = _runner.Environment.Time.GetUtcNow().UtcDateTime,
            ["disclosures"] = JsonList.Of(disclosures.Select(disclosure => disclosure.ToJson())),
        };
        var csv = CsvText.Of([Disclosure.Columns, .. disclosures.Select(disclosure => disclosure.Cells)]);
        var failure = PrivateFiles.Create(Path.Combine(target, "accounting.csv"), csv)
            ?? PrivateFiles.Create(Path.Combine(target, "accounting.json"), json.ToJsonString() + "\n");
        if (failure is not null)
        {
            return failure;
        }

        var unproved = disclosures.Count(disclosure => disclosure.Proof is null);
        var text = new TextReport()
            .Line("Written", Tone.Good)
            .Pairs(
                ("directory", target),
                ("disclosures", disclosures.Count.ToString(CultureInfo.InvariantCulture)),
                ("without proof", unproved == 0 ? null : unproved.ToString(CultureInfo.InvariantCulture)));
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["directory"] = target,
            ["disclosures"] = disclosures.Count,
            ["withoutProof"] = unproved,
        });
    }
}
