using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>
/// Validates tokens in this order: size, cache, shape, header, key, signature, claims and claim checks; then this use of the token;
/// then the audit event. The steps up to the claim checks are synchronous.
/// </summary>
internal sealed class JwtValidator : IJwtValidator
{
    private readonly ValidationPolicyProvider _policies;
    private readonly ValidatedTokenCache _cache;
    private readonly TokenUseValidator _useValidator;
    private readonly VerdictRecorder _recorder;
    private readonly HipaaJwtActivities _activities;
    private readonly RevocationGuard? _revocation;
    private readonly TimeProvider _time;

    public JwtValidator(
        ValidationPolicyProvider policies,
        ValidatedTokenCache cache,
        TokenUseValidator useValidator,
        VerdictRecorder recorder,
        HipaaJwtActivities activities,
        RevocationGuard? revocation,
        TimeProvider time)
    {
        _policies = policies;
        _cache = cache;
        _useValidator = useValidator;
        _recorder = recorder;
        _activities = activities;
        _revocation = revocation;
        _time = time;
    }

    public ValueTask<JwtValidationResult> ValidateAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Token.IsUtf8 && request.DPoPProof is not null)
        {
            // The proof is checked against the validated token, so the token must not change in between.
            return ValidateAsync(request with { Token = ToOwned(request.Token) }, cancellationToken);
        }

        var verdict = Validate(request.Token);
        return verdict.RetryAfterRefresh is { } keys
            ? RetryAfterRefreshAsync(keys, request with { Token = ToOwned(request.Token) }, cancellationToken)
            : CheckUseAsync(verdict, request, cancellationToken);
    }

    /// <summary>Copies the token unless it exceeds the size limit and will be rejected anyway.</summary>
    private EncodedJwt ToOwned(in EncodedJwt token) =>
        token.Length > _policies.Current.Policy.MaxTokenBytes ? token : token.ToOwned();

    private Verdict Validate(in EncodedJwt token)
    {
        var snapshot = _policies.Current;
        if (token.Length > snapshot.Policy.MaxTokenBytes)
        {
            return Verdict.Rejected(new JwtError(JwtErrorCode.TokenTooLarge));
        }

        return token.IsUtf8 ? ValidateUtf8(token.Utf8, snapshot) : Validate(token.Characters, snapshot);
    }

    /// <summary>Copies the bytes first, because the caller's memory could change between signature and claims.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict ValidateUtf8(ReadOnlySpan<byte> utf8Token, ValidationSnapshot snapshot)
    {
        using var copy = PooledBuffer.Rent(utf8Token.Length * sizeof(char));
        var token = MemoryMarshal.Cast<byte, char>(copy.Span);
        Encoding.Latin1.GetChars(utf8Token, token);
        return Validate(token, snapshot);
    }

    private Verdict Validate(ReadOnlySpan<char> token, ValidationSnapshot snapshot)
    {
        var now = _time.GetUtcNow();
        if (!_cache.TryFind(token, snapshot, now, out var cached))
        {
            return ValidateUncached(token, snapshot, now);
        }

        return _revocation?.Check(cached, now) is { IsNone: false } error
            ? Verdict.Rejected(error, cached.Policy, cached.Claims)
            : CachedTokenValidator.Validate(cached, snapshot, now);
    }

    /// <summary>Validates a token that is not cached. Not inlined, to keep its stack space out of the path of cached tokens.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict ValidateUncached(ReadOnlySpan<char> token, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        using var activity = _activities.StartValidation();
        var verdict = SerializedTokenValidator.Validate(token, snapshot, now);
        activity.SetOutcome(verdict.Error.Code, verdict.Token is not null);
        _cache.Add(token, verdict, snapshot, now);
        return verdict.Token is { } accepted ? CheckRevocation(accepted) : verdict;
    }

    private Verdict CheckRevocation(ValidatedJwt token) => _revocation?.Check(token, _time.GetUtcNow()) is { IsNone: false } error
        ? Verdict.Rejected(error, token.Policy, token.Claims)
        : Verdict.Accepted(token);

    /// <summary>Refreshes the keys of the token's issuer and validates the token again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> RetryAfterRefreshAsync(
        RemoteKeys keys, JwtValidationRequest request, CancellationToken cancellationToken)
    {
        var isRefreshed = await keys.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var verdict = Validate(request.Token);
        if (verdict.RetryAfterRefresh is not null && !isRefreshed)
        {
            // The download failed, so it is unknown whether the key exists.
            verdict = Verdict.Rejected(new JwtError(JwtErrorCode.KeysUnavailable));
        }

        return await CheckUseAsync(verdict, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks the use if necessary. A proof is always checked: a token that comes with a proof must be bound to its key.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<JwtValidationResult> CheckUseAsync(
        in Verdict verdict, in JwtValidationRequest request, CancellationToken cancellationToken) =>
        verdict.Token is { } token && (token.NeedsUseChecks || request.DPoPProof is not null)
            ? CheckUseAsync(token, request, cancellationToken)
            : _recorder.RecordAsync(verdict, request, cancellationToken);

    private async ValueTask<JwtValidationResult> CheckUseAsync(
        ValidatedJwt token, JwtValidationRequest request, CancellationToken cancellationToken)
    {
        var use = new TokenUse(token, _time.GetUtcNow(), request);
        var error = await _useValidator.CheckAsync(use, cancellationToken).ConfigureAwait(false);

        // The checks may have waited, and the token may have been revoked meanwhile.
        var verdict = error.IsNone ? CheckRevocation(token) : Verdict.Rejected(error, token.Policy, token.Claims);
        return await _recorder.RecordAsync(verdict, request, cancellationToken).ConfigureAwait(false);
    }
}
