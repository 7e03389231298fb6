using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.Diagnostics;

/// <summary>All log lines of the issuer. None contains a token or data of a user.</summary>
internal static partial class Log
{
    [LoggerMessage(
        100,
        LogLevel.Warning,
        "The store of signing keys could not be read. Known keys are used meanwhile; without any, no token is issued.")]
    public static partial void KeysNotRead(ILogger logger);

    [LoggerMessage(101, LogLevel.Critical, "{Message}")]
    public static partial void KeyNotReadable(ILogger logger, string message);

    [LoggerMessage(102, LogLevel.Warning, "Sessions that are over could not be ended: {Failure}. It is tried again.")]
    public static partial void SweepFailed(ILogger logger, string failure);

    [LoggerMessage(
        103,
        LogLevel.Warning,
        "Session {Session} was retried at {Count} refreshes in a row. Two tabs of a browser do that, and so does "
        + "somebody with a stolen refresh token.")]
    public static partial void RefreshesRetried(ILogger logger, Guid session, int count);

    [LoggerMessage(104, LogLevel.Warning, "A refresh token of session {Session} was used after its successor. The session has been ended.")]
    public static partial void RefreshTokenReused(ILogger logger, Guid session);

    [LoggerMessage(105, LogLevel.Warning, "The activity of users could not be recorded: {Failure}. Their sessions may end earlier.")]
    public static partial void ActivityNotRecorded(ILogger logger, string failure);

    [LoggerMessage(
        106,
        LogLevel.Warning,
        "Sessions and signing keys are stored in memory: all users must sign in again after a restart, and a second "
        + "instance knows nothing of them. Call AddSqliteStores or AddPostgreSqlStores.")]
    public static partial void StoresInMemory(ILogger logger);
}
