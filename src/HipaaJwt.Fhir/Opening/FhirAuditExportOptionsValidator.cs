using Microsoft.Extensions.Options;

namespace HipaaJwt.Fhir.Opening;

/// <summary>Finds wrong options, with the path of the option and the remedy.</summary>
internal sealed class FhirAuditExportOptionsValidator : IValidateOptions<FhirAuditExportOptions>
{
    private const int MostEvents = 100_000;
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, FhirAuditExportOptions options)
    {
        var problems = Problems(options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static List<string> Problems(FhirAuditExportOptions options)
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            problems.Add(
                PathOf(nameof(options.Directory)) + " is empty. Set the directory of the audit log, or add it with AddFileAuditLog.");
        }

        if ((options.Endpoint is null) == string.IsNullOrWhiteSpace(options.OutputFile))
        {
            problems.Add("FhirAuditExportOptions needs one receiver. Set either Endpoint or OutputFile.");
        }

        CheckAddress(nameof(options.Endpoint), options.Endpoint, problems);
        CheckAddress("Mapping." + nameof(options.Mapping.RecordBaseAddress), options.Mapping.RecordBaseAddress, problems);
        CheckRanges(options, problems);
        return problems;
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
