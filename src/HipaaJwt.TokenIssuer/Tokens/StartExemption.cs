namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>
/// Makes the tokens of a new session valid at once, although a revocation of its user or issuer, or the start of an empty store, was a
/// moment ago.
/// </summary>
internal sealed class StartExemption
{
    /// <summary>The order of a revocation and a start within one second is unknown, so the start may have to be repeated.</summary>
    private const int MaxAttempts = 3;

    private readonly ISessionRevocation _revocation;
    private readonly TokenIssuerOptions _options;
    private readonly TimeProvider _time;

    public StartExemption(ISessionRevocation revocation, TokenIssuerOptions options, TimeProvider time)
    {
        _revocation = revocation;
        _options = options;
        _time = time;
    }

    /// <summary>Appends the start of a session to the log of revocations, if its tokens would be rejected otherwise.</summary>
    /// <returns>No error if the tokens will be accepted; otherwise <see cref="JwtErrorCode.RevocationUnavailable"/>.</returns>
    public async ValueTask<JwtError> StartAsync(string session, string subject, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var error = _revocation.Check(_options.Issuer, session, subject, _time.GetUtcNow());
            if (error.Code != JwtErrorCode.TokenRevoked)
            {
                return error;
            }

            if (attempt == MaxAttempts)
            {
                return new JwtError(JwtErrorCode.RevocationUnavailable);
            }

            if (attempt > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                await _revocation.StartAsync(_options.Issuer, session, _options.SessionLifetime, cancellationToken).ConfigureAwait(false);
            }
            catch (RevocationUnavailableException)
            {
                return new JwtError(JwtErrorCode.RevocationUnavailable);
            }
        }
    }
}
