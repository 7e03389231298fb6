using Microsoft.Extensions.Logging;

namespace HipaaJwt.Redis.Servers;

/// <summary>The messages that the stores log. None contains data of a token, an address or the message of an exception.</summary>
internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Warning, "{Path}: {Weakness}")]
    public static partial void Weakness(ILogger logger, string path, string weakness);

    [LoggerMessage(
        301,
        LogLevel.Warning,
        "Redis did not answer at start: {ExceptionType}. Its configuration is checked before its first use. Until it answers, revocations "
        + "and one-time tokens are unavailable. Start Redis, or correct the connection.")]
    public static partial void Unreachable(ILogger logger, string exceptionType);

    [LoggerMessage(302, LogLevel.Critical, "Redis is not used: {Problem}")]
    public static partial void Unusable(ILogger logger, string problem);
}
