using System.CommandLine;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reading;

/// <summary>
/// The option that names a patient, on the command line or on the standard input, which the history of the shell does not keep.
/// </summary>
internal sealed class PatientOption
{
    private const string FromInput = "-";

    private readonly ToolEnvironment _environment;

    public PatientOption(ToolEnvironment environment, bool isRequired)
    {
        _environment = environment;
        Option = new Option<string?>("--patient")
        {
            Description = "The patient, exactly as the application recorded it, or - for the first line of the standard input.",
            HelpName = "ID",
            Required = isRequired,
        };
    }

    public Option<string?> Option { get; }

    /// <summary>Reads the patient into a query.</summary>
    public async Task<Found<AuditLogQuery>> ReadAsync(ParseResult parsed, AuditLogQuery query, CancellationToken cancellation)
    {
        var patient = parsed.GetValue(Option);
        if (patient != FromInput)
        {
            return query with { Patient = patient };
        }

        var line = await _environment.Input.ReadLineAsync(cancellation).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(line)
            ? Failure.Usage("no patient was given on the standard input.")
            : query with { Patient = line.Trim() };
    }
}
