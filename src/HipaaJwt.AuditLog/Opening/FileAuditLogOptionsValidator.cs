using Microsoft.Extensions.Options;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>Finds wrong options, with the path of the option and the remedy.</summary>
internal sealed class FileAuditLogOptionsValidator : IValidateOptions<FileAuditLogOptions>
{
    public ValidateOptionsResult Validate(string? name, FileAuditLogOptions options)
    {
        var problems = Problems(options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static List<string> Problems(FileAuditLogOptions options)
    {
        OptionProblems problems = new(nameof(FileAuditLogOptions));
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            problems.Add(nameof(options.Directory), "is empty. Set the directory of the log, on a disk that survives the process.");
        }

        problems.AddShared(options);
        problems.CheckRange(nameof(options.MaxSegmentAge), options.MaxSegmentAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(31));
        problems.CheckRange(nameof(options.Retention), options.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(36_525));
        problems.CheckRange(nameof(options.MaxSegmentBytes), options.MaxSegmentBytes, 64 * 1024, 1024 * 1024 * 1024);
        return problems.Messages;
    }
}
