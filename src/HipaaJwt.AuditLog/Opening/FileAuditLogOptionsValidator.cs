using HipaaJwt.AuditLog.Keys;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>Finds wrong options, with the path of the option and the remedy.</summary>
internal sealed class FileAuditLogOptionsValidator : IValidateOptions<FileAuditLogOptions>
{
    private const int MinPseudonymKey = 32;
    private const int MaxServiceLength = 64;

    public ValidateOptionsResult Validate(string? name, FileAuditLogOptions options)
    {
        var problems = Problems(options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static List<string> Problems(FileAuditLogOptions options)
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            problems.Add(Path(nameof(options.Directory)) + " is empty. Set the directory of the log, on a disk that survives the process.");
        }

        if (options.Service is { } service && (service.Length > MaxServiceLength || service.Contains('/', StringComparison.Ordinal)
            || service.Contains(':', StringComparison.Ordinal) || !NoteSignature.IsName(service)))
        {
            problems.Add(Path(nameof(options.Service)) + " must be 1 to 64 letters, digits, '-', '.' and '_'.");
        }

        if (options.AnchorAddress is { } address && address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            problems.Add(Path(nameof(options.AnchorAddress)) + " is not HTTPS. Use an https address.");
        }

        if (options.PseudonymKeys.Any(key => key.Length < MinPseudonymKey))
        {
            problems.Add(
                Path(nameof(options.PseudonymKeys)) + " contains a key of less than 32 bytes. Use random keys of at least 32 bytes.");
        }

        CheckRanges(options, problems);
        return problems;
    }

    private static void CheckRanges(FileAuditLogOptions options, List<string> problems)
    {
        Check(nameof(options.AnchorTimeout), options.AnchorTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), problems);
        Check(nameof(options.WriteTimeout), options.WriteTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), problems);
        Check(nameof(options.CheckpointInterval), options.CheckpointInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1),
            problems);
        Check(nameof(options.MaxSegmentAge), options.MaxSegmentAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(31), problems);
        Check(nameof(options.Retention), options.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(36_525), problems);
        Check(nameof(options.MaxUnanchoredEvents), options.MaxUnanchoredEvents, 1, 1_000_000_000, problems);
        Check(nameof(options.MaxSegmentBytes), options.MaxSegmentBytes, 64 * 1024, 1024 * 1024 * 1024, problems);
    }

    private static void Check<T>(string option, T value, T least, T most, List<string> problems)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            problems.Add($"{Path(option)} is {value}. Use a value from {least} to {most}.");
        }
    }

    private static string Path(string option) => $"{nameof(FileAuditLogOptions)}.{option}";
}
