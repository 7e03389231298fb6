using Microsoft.Extensions.Logging;

namespace HipaaJwt.Diagnostics;

/// <summary>
/// Every message that the library logs. None contains data of a token or the message of an exception, except for event 8, which an option
/// enables in development only.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "Trusted issuer {Issuer}{Trust}: audiences {Audiences}, algorithms {Algorithms}, token types {TokenTypes}, keys {KeyIds}, "
        + "required claims {RequiredClaims}.")]
    public static partial void TrustedIssuer(
        ILogger logger,
        string issuer,
        string trust,
        string audiences,
        string algorithms,
        string tokenTypes,
        string keyIds,
        string requiredClaims);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "Tokens{Trust}: at most {MaxTokenLifetime} from iat to exp, clock skew {ClockSkew}, at most {MaxTokenBytes} bytes, "
        + "at most {CacheCapacity} cached for {CacheLifetime}. Known permissions: {PermissionCount}. Audit sinks: {SinkCount}.")]
    public static partial void Limits(
        ILogger logger,
        string trust,
        TimeSpan maxTokenLifetime,
        TimeSpan clockSkew,
        int maxTokenBytes,
        int cacheCapacity,
        TimeSpan cacheLifetime,
        int permissionCount,
        int sinkCount);

    [LoggerMessage(10, LogLevel.Information, "{Paragraph} {Subject}: {State}. Your duty: {Duty}")]
    public static partial void Safeguard(ILogger logger, string paragraph, string subject, string state, string duty);

    [LoggerMessage(3, LogLevel.Warning, "{Path}: {Weakness}")]
    public static partial void Weakness(ILogger logger, string path, string weakness);

    [LoggerMessage(4, LogLevel.Information, "Options reloaded{Trust}. Tokens are validated with the new options from now on.")]
    public static partial void OptionsReloaded(ILogger logger, string trust);

    [LoggerMessage(5, LogLevel.Error, "Options reload rejected{Trust}; the previous options stay in effect. {Problems}")]
    public static partial void OptionsReloadRejected(ILogger logger, string trust, string problems);

    [LoggerMessage(
        6,
        LogLevel.Critical,
        "Required audit sink {Sink} failed with {ExceptionType}. Decisions are denied until it records events again. Repair the sink.")]
    public static partial void RequiredSinkFailed(ILogger logger, string sink, string exceptionType);

    [LoggerMessage(
        7,
        LogLevel.Error,
        "Best-effort audit sink {Sink} lost {Count} events in total. Last reason: {Reason}. Repair the sink or raise the queue capacity.")]
    public static partial void EventsLost(ILogger logger, string sink, long count, string reason);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "Token of issuer {Issuer}{Trust} rejected with {Code}. Expected {Claim}: {Expected}. Found: {Found}. If the token is right, write "
        + "the found value into the options. LogIssuerAndAudienceOfRejectedTokensInDevelopment shows it.")]
    public static partial void RejectedClaim(
        ILogger logger, string issuer, string trust, string code, string claim, string expected, string found);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "Tokens of issuer {Issuer}{Trust} are rejected with {Code}: their {Claim} differs from the configured value {Configured} by the "
        + "trailing slash only. Add or remove the slash in the options.")]
    public static partial void TrailingSlash(
        ILogger logger, string issuer, string trust, string code, string claim, string configured);

    [LoggerMessage(
        EventId = 20,
        Message = "Keys of issuer {Issuer} changed from {Previous} to {State}. Last refresh: {Outcome}.")]
    public static partial void KeysStateChanged(
        ILogger logger, LogLevel level, string issuer, string previous, string state, string outcome);

    [LoggerMessage(21, LogLevel.Warning, "Skipped key {Index} of issuer {Issuer}: {Problem}.")]
    public static partial void KeySkipped(ILogger logger, int index, string issuer, string problem);

    [LoggerMessage(
        22,
        LogLevel.Critical,
        "Issuer {Issuer} published the private part or the secret of key {Index} of its JWK Set. The key verifies no token any more, also "
        + "if it is pinned, until this process restarts. Have the issuer replace the key, and remove it from SigningKeys.")]
    public static partial void KeyLeaked(ILogger logger, string issuer, int index);

    [LoggerMessage(
        23,
        LogLevel.Critical,
        "Issuer {Issuer} withdrew {Withdrawn} keys with a defective JWK Set: {Reason}. {Remaining} keys remain in use, and no new key is "
        + "used. Have the issuer correct its JWK Set.")]
    public static partial void KeysWithdrawn(ILogger logger, string issuer, int withdrawn, string reason, int remaining);

    [LoggerMessage(
        24,
        LogLevel.Critical,
        "Pinned key {KeyId} of issuer {Issuer}{Trust} verifies no token any more, because its private part was published. "
        + "Remove it from SigningKeys, and have the issuer replace it.")]
    public static partial void PinnedKeyLeaked(ILogger logger, string keyId, string issuer, string trust);

    [LoggerMessage(
        EventId = 25,
        Message = "Keys of issuer {Issuer} were not refreshed: {Reason}. They are {State}. Correct the address or the issuer's answer.")]
    public static partial void KeyRefreshFailed(ILogger logger, LogLevel level, string issuer, string reason, string state);

    [LoggerMessage(26, LogLevel.Information, "Ignored key {Index} of issuer {Issuer}: {Problem}.")]
    public static partial void KeyIgnored(ILogger logger, int index, string issuer, string problem);

    [LoggerMessage(
        27,
        LogLevel.Information,
        "Fetched key {KeyId} of issuer {Issuer}{Trust} is not used for {Algorithms}, because a pinned key with this kid takes precedence.")]
    public static partial void FetchedKeySuperseded(ILogger logger, string keyId, string issuer, string trust, string algorithms);

    [LoggerMessage(
        30,
        LogLevel.Information,
        "Encrypted tokens{Trust}: keys {KeyIds}, key management {Algorithms}, content encryption {Encryptions}.")]
    public static partial void Decryption(ILogger logger, string trust, string keyIds, string algorithms, string encryptions);

    [LoggerMessage(
        40,
        LogLevel.Error,
        "Replay store {Store} failed: {Reason}. One-time tokens and DPoP proofs are rejected until it recovers. "
        + "Repair the store or raise its capacity.")]
    public static partial void ReplayStoreFailed(ILogger logger, string store, string reason);

    [LoggerMessage(
        50,
        LogLevel.Information,
        "Revocation: store {Store}. Revocations take effect within {MaxStaleness}; the log is read each {PullInterval}. "
        + "Without a read for {MaxStaleness}, all tokens are rejected.")]
    public static partial void Revocation(ILogger logger, string store, TimeSpan maxStaleness, TimeSpan pullInterval);

    [LoggerMessage(
        51,
        LogLevel.Information,
        "Revocation is off: no store is registered, so a token is accepted until it expires. Call AddSqliteStores, AddPostgreSqlStores or "
        + "AddRedisStores to revoke tokens.")]
    public static partial void RevocationOff(ILogger logger);

    [LoggerMessage(
        EventId = 52,
        Message = "Revocations of store {Store} changed from {Previous} to {State}. Last read: {Outcome}. "
        + "Unless they are current, all tokens are rejected.")]
    public static partial void RevocationStateChanged(
        ILogger logger, LogLevel level, string store, string previous, string state, string outcome);

    [LoggerMessage(
        53,
        LogLevel.Critical,
        "Store {Store} has lost revocations: {Reason}. A new epoch begins, which rejects all tokens issued until now. "
        + "Find out why the store lost data.")]
    public static partial void RevocationsLost(ILogger logger, string store, string reason);

    [LoggerMessage(
        54,
        LogLevel.Warning,
        "Store {Store} contains no revocations from before {Floor}. Tokens issued until then, with the clock skew, are rejected.")]
    public static partial void RevocationFloor(ILogger logger, string store, DateTimeOffset floor);

    [LoggerMessage(
        60,
        LogLevel.Information,
        "AddDevelopmentTokens has no effect in the environment {Environment}: it trusts development tokens in Development only.")]
    public static partial void DevelopmentTokensOff(ILogger logger, string environment);

    [LoggerMessage(
        61,
        LogLevel.Information,
        "AddDevelopmentTokens has found no development key in configuration. To create a token, run \"dotnet user-jwts create\" or "
        + "\"hipaa-jwt dev token\" in the folder of the project, and start again.")]
    public static partial void DevelopmentKeysMissing(ILogger logger);

    [LoggerMessage(55, LogLevel.Error, "Store {Store} could not be pruned: {ExceptionType}. Its expired entries remain. Repair the store.")]
    public static partial void PruneFailed(ILogger logger, string store, string exceptionType);

    [LoggerMessage(
        41,
        LogLevel.Information,
        "DPoP proofs{Trust}: algorithms {Algorithms}, at most {MaxAge} old, nonce required: {RequireNonce}. Replay store: {Store}.")]
    public static partial void DPoPProofs(
        ILogger logger, string trust, string algorithms, TimeSpan maxAge, bool requireNonce, string store);
}
