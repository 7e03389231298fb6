using Microsoft.Extensions.Logging;

namespace HipaaJwt.Fhir.Diagnostics;

/// <summary>The log lines of the export. They contain no data of users and patients.</summary>
internal static partial class Log
{
    [LoggerMessage(
        140,
        LogLevel.Warning,
        "The FHIR export waits: {Reason}. It retries in {Delay}. Nothing is skipped. Check the receiver and its credentials, or "
        + "the database that the reason names.")]
    public static partial void Waiting(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(
        141,
        LogLevel.Error,
        "The FHIR export stops at a resource that the receiver rejects: {Reason}. It retries in {Delay}. Correct the receiver, or set "
        + "DeadLetterFile to set such resources aside.")]
    public static partial void Rejected(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(
        142,
        LogLevel.Critical,
        "The FHIR export cannot read the audit log: {Reason} It retries in {Delay}. Verify the log with 'hipaa-jwt audit verify'.")]
    public static partial void Damaged(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(143, LogLevel.Information, "The FHIR export goes on.")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(
        144, LogLevel.Error, "Record {Index} of {Origin} was set aside into DeadLetterFile and not exported: {Reason}. Send it by hand.")]
    public static partial void SetAside(ILogger logger, long index, string origin, string reason);

    [LoggerMessage(
        145,
        LogLevel.Warning,
        "The FHIR export sets resources aside that the receiver rejects, because DeadLetterFile is set. The receiver is then incomplete.")]
    public static partial void WarnDeadLetters(ILogger logger);

    [LoggerMessage(
        146,
        LogLevel.Warning,
        "The FHIR export sends patient data because IncludePatientData is true. Everything that stores the resources then stores PHI.")]
    public static partial void WarnPatientData(ILogger logger);
}
