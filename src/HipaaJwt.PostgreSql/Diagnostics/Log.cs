using Microsoft.Extensions.Logging;

namespace HipaaJwt.PostgreSql.Diagnostics;

/// <summary>Every message that the package logs. None contains the message of an exception or a connection string.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "PostgreSQL could not be checked at start: {Reason}. Until a check succeeds, requests are rejected as unavailable. "
        + "Repair the connection to the primary server.")]
    public static partial void NotChecked(ILogger logger, string reason);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "PostgreSqlStoreOptions.AcceptLossOfRevocationsOnCrash is true. With 'fsync = off', a crash of the server loses revocations.")]
    public static partial void LossAccepted(ILogger logger);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Listening for revocations failed: {Reason}. Revocations of other instances are read at each interval. Retrying in {Delay}.")]
    public static partial void ListenerFailed(ILogger logger, string reason, TimeSpan delay);
}
