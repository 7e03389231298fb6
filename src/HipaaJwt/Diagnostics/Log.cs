using Microsoft.Extensions.Logging;

namespace HipaaJwt.Diagnostics;

/// <summary>Every line that the library logs. None takes anything of a token or of an exception's message.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Trusted issuer {Issuer}: audiences {Audiences}, algorithms {Algorithms}, token types {TokenTypes}, keys {KeyIds}, required claims {RequiredClaims}.")]
    public static partial void TrustedIssuer(ILogger logger, string issuer, string audiences, string algorithms, string tokenTypes, string keyIds, string requiredClaims);

    [LoggerMessage(2, LogLevel.Information, "Tokens: at most {MaxTokenLifetime} from iat to exp, clock skew {ClockSkew}, at most {MaxTokenBytes} bytes, {CacheCapacity} remembered for at most {CacheLifetime}. Permissions known: {PermissionCount}. Audit sinks: {SinkCount}.")]
    public static partial void Limits(ILogger logger, TimeSpan maxTokenLifetime, TimeSpan clockSkew, int maxTokenBytes, int cacheCapacity, TimeSpan cacheLifetime, int permissionCount, int sinkCount);

    [LoggerMessage(3, LogLevel.Warning, "{Path}: {Weakness}")]
    public static partial void Weakness(ILogger logger, string path, string weakness);

    [LoggerMessage(4, LogLevel.Information, "The options have changed; tokens are judged by the new ones from now on.")]
    public static partial void OptionsReloaded(ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "The options have changed but cannot be used; the last good ones stay. {Problems}")]
    public static partial void OptionsRefused(ILogger logger, string problems);

    [LoggerMessage(6, LogLevel.Critical, "The required audit sink {Sink} failed with {ExceptionType}; the decision is refused.")]
    public static partial void RequiredSinkFailed(ILogger logger, string sink, string exceptionType);

    [LoggerMessage(7, LogLevel.Error, "The best-effort audit sink {Sink} lost {Count} events in all, the last one because of {Reason}.")]
    public static partial void EventsLost(ILogger logger, string sink, long count, string reason);

    [LoggerMessage(EventId = 20, Message = "The keys of {Issuer} are {State} now; they were {Before}. The last refresh: {Outcome}.")]
    public static partial void KeysStateChanged(ILogger logger, LogLevel level, string issuer, string state, string before, string outcome);

    [LoggerMessage(21, LogLevel.Warning, "The key at place {Place} of the JWK Set of {Issuer} is passed over: it {Problem}.")]
    public static partial void KeySkipped(ILogger logger, string issuer, int place, string problem);

    [LoggerMessage(30, LogLevel.Information, "Encrypted tokens: keys {KeyIds}, key management {Algorithms}, content encryption {Encryptions}.")]
    public static partial void Decryption(ILogger logger, string keyIds, string algorithms, string encryptions);

    [LoggerMessage(41, LogLevel.Information, "DPoP proofs: {Algorithms}, at most {MaxAge} old, nonce required: {RequireNonce}. What may be used once is remembered by {Store}.")]
    public static partial void Senders(ILogger logger, string algorithms, TimeSpan maxAge, bool requireNonce, string store);

    [LoggerMessage(40, LogLevel.Error, "The replay store {Store} did not answer ({Reason}); tokens and proofs that may be used once are refused as unavailable.")]
    public static partial void ReplayStoreFailed(ILogger logger, string store, string reason);
}
