using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reading;

/// <summary>The options that choose events.</summary>
internal sealed class QueryOptions
{
    private const int MinPseudonymKeyLength = 32;

    private readonly Option<DateTimeOffset?> _from;
    private readonly Option<DateTimeOffset?> _to;
    private readonly PatientOption _patient;

    private readonly Option<string?> _user = new("--user") { Description = "The user (sub), exactly.", HelpName = "ID" };

    private readonly Option<AuditOutcome?> _outcome = EnumOption<AuditOutcome>("--outcome", "The outcome: success or failure.");

    private readonly Option<JwtErrorCode?> _reason = EnumOption<JwtErrorCode>(
        "--code", "The reason of a failure, by number or name, such as 507 or TokenExpired.");

    private readonly Option<AuditEventType?> _type = EnumOption<AuditEventType>("--type", "The kind of event, such as AccessDenied.");

    private readonly Option<string?> _origin = new("--stream") { Description = "The name of a stream.", HelpName = "ORIGIN" };

    private readonly Option<string[]> _pseudonymKeys = new("--pseudonym-key")
    {
        Description = "A file with a key of the log's pseudonyms in base64, to find a patient. Repeat it for former keys.",
        HelpName = "FILE",
    };

    public QueryOptions(ToolEnvironment environment)
    {
        var clock = environment.Time;
        _patient = new PatientOption(environment, isRequired: false);
        _from = new Option<DateTimeOffset?>("--from")
        {
            Description = "The earliest time, inclusive, such as 2026-01-15, 2026-01-15T12:00:00Z, 24h or 7d.",
            HelpName = "TIME",
            CustomParser = argument => TimeText.Parse(argument, clock),
        };
        _to = new Option<DateTimeOffset?>("--to")
        {
            Description = "The latest time, exclusive.",
            HelpName = "TIME",
            CustomParser = argument => TimeText.Parse(argument, clock),
        };
    }

    /// <summary>The options of a period.</summary>
    public IEnumerable<Option> OfTimes => [_from, _to];

    /// <summary>The options of a period and of the keys of pseudonyms.</summary>
    public IEnumerable<Option> OfPeriod => [_from, _to, _pseudonymKeys];

    public IEnumerable<Option> All => [_from, _to, _user, _patient.Option, _outcome, _reason, _type, _origin, _pseudonymKeys];

    public Task<Found<AuditLogQuery>> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var query = ReadPeriod(parsed) with
        {
            Subject = parsed.GetValue(_user),
            Outcome = parsed.GetValue(_outcome),
            ReasonCode = parsed.GetValue(_reason),
            Type = parsed.GetValue(_type),
            Origin = parsed.GetValue(_origin),
        };
        return _patient.ReadAsync(parsed, query, cancellation);
    }

    public AuditLogQuery ReadPeriod(ParseResult parsed) => new() { From = parsed.GetValue(_from), To = parsed.GetValue(_to) };

    public Found<List<byte[]>> ReadPseudonymKeys(ParseResult parsed)
    {
        List<byte[]> keys = [];
        foreach (var path in parsed.GetValue(_pseudonymKeys) ?? [])
        {
            if (!TextFiles.Read(path, "the pseudonym key").Is(out var text, out var failure))
            {
                return failure;
            }

            var key = new byte[text.Length];
            if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length < MinPseudonymKeyLength)
            {
                return Failure.NotFound($"the pseudonym key {path} is not base64 of at least {MinPseudonymKeyLength} bytes.");
            }

            keys.Add(key[..length]);
        }

        return keys;
    }

    /// <summary>Describes a query for the record of it. The patient is a member of its own, so that pseudonyms cover it.</summary>
    public static string Describe(string command, AuditLogQuery query)
    {
        (string Name, string? Value)[] conditions =
        [
            ("from", Time(query.From)), ("to", Time(query.To)), ("user", query.Subject), ("outcome", query.Outcome?.ToString()),
            ("code", query.ReasonCode?.ToString()), ("type", query.Type?.ToString()), ("stream", query.Origin),
        ];
        return string.Join(
            ' ', conditions.Where(condition => condition.Value is not null).Select(condition => $"{condition.Name}={condition.Value}")
                .Prepend(command));
    }

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Option<T?> EnumOption<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = "NAME",
            CustomParser = Parse<T>,
        };

    private static T? Parse<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var text = argument.Tokens.Single().Value;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            && !text.Contains(',', StringComparison.Ordinal))
        {
            return value;
        }

        argument.AddError($"'{text}' is not one of the names of {typeof(T).Name}.");
        return null;
    }
}
