using Microsoft.Extensions.Options;

namespace HipaaJwt.Fhir.Opening;

/// <summary>Finds wrong options, with the path of the option and the remedy.</summary>
internal sealed class FhirAuditExportOptionsValidator : IValidateOptions<FhirAuditExportOptions>
{
    private const int MostEvents = 100_000;
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private readonly IAuditLogDatabase? _database;

    public FhirAuditExportOptionsValidator(DatabaseAuditLogRegistration? log = null) => _database = log?.Database;

    public ValidateOptionsResult Validate(string? name, FhirAuditExportOptions options)
    {
        var problems = Problems(options, _database);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <param name="options">The options.</param>
    /// <param name="database">The database that has the log; null for a log in files.</param>
    public static List<string> Problems(FhirAuditExportOptions options, IAuditLogDatabase? database)
    {
        List<string> problems = [];
        CheckLog(options, database, problems);
        if ((options.Endpoint is null) == string.IsNullOrWhiteSpace(options.OutputFile))
        {
            problems.Add("FhirAuditExportOptions needs one receiver. Set either Endpoint or OutputFile.");
        }

        CheckAddress(nameof(options.Endpoint), options.Endpoint, problems);
        CheckAddress("Mapping." + nameof(options.Mapping.RecordBaseAddress), options.Mapping.RecordBaseAddress, problems);
        CheckRanges(options, problems);
        return problems;
    }

    private static void CheckLog(FhirAuditExportOptions options, IAuditLogDatabase? database, List<string> problems)
    {
        var hasDirectory = !string.IsNullOrWhiteSpace(options.Directory);
        if (database is null && !hasDirectory)
        {
            problems.Add(PathOf(nameof(options.Directory)) + " is empty. Set the directory of the audit log, or add the log with "
                + "AddFileAuditLog, AddPostgreSqlAuditLog or AddSqliteAuditLog.");
        }
        else if (database is not null && hasDirectory)
        {
            problems.Add(PathOf(nameof(options.Directory)) + $" is {options.Directory}, and the service also has an audit log in "
                + $"{database.Name}. An export reads one log. Keep the database and remove Directory and AddFileAuditLog, or keep the "
                + "files and remove the log in the database.");
        }
        else if (database is not null && string.IsNullOrWhiteSpace(options.CursorFile))
        {
            problems.Add(PathOf(nameof(options.CursorFile)) + " is empty, and an audit log in a database has no directory for the cursor. "
                + "Set a file on a disk that survives the process, such as /var/lib/clinic/fhir-export.cursor.");
        }
    }

    private static void CheckAddress(string option, Uri? address, List<string> problems)
    {
        if (address is null)
        {
            return;
        }

        var isLocal = address is { IsAbsoluteUri: true, IsLoopback: true } && address.Scheme == Uri.UriSchemeHttp;
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !isLocal))
        {
            problems.Add(PathOf(option) + " is not an HTTPS address. Use an address such as https://arr.hospital.example/fhir.");
        }
        else if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            problems.Add(PathOf(option) + " contains more than a base address. Remove the query, the fragment and the credentials.");
        }
    }

    private static void CheckRanges(FhirAuditExportOptions options, List<string> problems)
    {
        Check(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), FiveMinutes, problems);
        Check(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), FiveMinutes, problems);
        Check(nameof(options.CompletionTimeout), options.CompletionTimeout, TimeSpan.Zero, FiveMinutes, problems);
        Check(nameof(options.MaxWaitingEvents), options.MaxWaitingEvents, 1, MostEvents, problems);
        Check(nameof(options.MinRetryDelay), options.MinRetryDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), problems);
        Check(nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.MinRetryDelay, TimeSpan.FromHours(1), problems);
    }

    private static void Check<T>(string option, T value, T least, T most, List<string> problems)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            problems.Add($"{PathOf(option)} is {value}. Use a value from {least} to {most}.");
        }
    }

    private static string PathOf(string option) => $"{nameof(FhirAuditExportOptions)}.{option}";
}
