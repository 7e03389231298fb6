using System.Globalization;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Results;

/// <summary>Describes problems of audit logs.</summary>
internal static class ProblemText
{
    public static string Of(AuditLogProblem problem)
    {
        var place = problem switch
        {
            { File: { } file, Line: { } line } => string.Create(CultureInfo.InvariantCulture, $" {file} line {line}"),
            { File: { } file } => $" {file}",
            _ => string.Empty,
        };
        var index = problem.Index is { } first ? string.Create(CultureInfo.InvariantCulture, $" (from index {first})") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)problem.Code} {problem.Code}{place}{index}: {problem.Message}");
    }

    public static JsonObject? ToJson(AuditLogProblem? problem) => problem is null ? null : new JsonObject
    {
        ["code"] = (int)problem.Code,
        ["name"] = problem.Code.ToString(),
        ["file"] = problem.File,
        ["line"] = problem.Line,
        ["offset"] = problem.Offset,
        ["index"] = problem.Index,
        ["message"] = problem.Message,
    };

    /// <summary>The failure of a command that a problem stops.</summary>
    public static Failure ToFailure(AuditLogProblem problem) => new(
        problem.Code switch
        {
            AuditLogProblemCode.RecordNotCovered or AuditLogProblemCode.NothingSigned or AuditLogProblemCode.CheckpointMissing
                => ExitCode.NothingChecked,
            AuditLogProblemCode.RecordNotFound or AuditLogProblemCode.TargetUnwritable or AuditLogProblemCode.DirectoryMissing
                or AuditLogProblemCode.NoStream or AuditLogProblemCode.StreamMissing or AuditLogProblemCode.Unreadable => ExitCode.NotFound,
            _ => ExitCode.Invalid,
        },
        Of(problem));
}
