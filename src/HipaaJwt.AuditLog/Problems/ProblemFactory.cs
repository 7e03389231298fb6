using System.Globalization;

namespace HipaaJwt.AuditLog.Problems;

/// <summary>Creates problems.</summary>
internal static class ProblemFactory
{
    public static AuditLogProblem Of(AuditLogProblemCode code, FormattableString message) => In(code, null, message);

    public static AuditLogProblem In(AuditLogProblemCode code, string? file, FormattableString message, long? index = null) =>
        new(code, file, null, null, index, message.ToString(CultureInfo.InvariantCulture));

    public static AuditLogProblem Header(AuditLogProblemCode code, string file, long? index, FormattableString message) =>
        new(code, file, 1, 0, index, message.ToString(CultureInfo.InvariantCulture));

    public static AuditLogProblem Unreadable(string? file, Exception exception) =>
        In(AuditLogProblemCode.Unreadable, file, $"The file cannot be read: {exception.GetType().Name}.");
}
