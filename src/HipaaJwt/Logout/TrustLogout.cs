using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Validation;

namespace HipaaJwt.Logout;

/// <summary>Validates logout tokens of the issuers of one trust. Thread-safe.</summary>
internal sealed class TrustLogout
{
    private readonly ValidationPolicyProvider _policies;
    private readonly TimeProvider _time;
    private volatile Derived? _derived;

    public TrustLogout(ValidationPolicyProvider policies, TimeProvider time)
    {
        _policies = policies;
        _time = time;
    }

    /// <summary>Validates a logout token. Keys that the issuer published after the last download are fetched first.</summary>
    public async ValueTask<Verdict> ValidateAsync(EncodedJwt token, CancellationToken cancellationToken)
    {
        var verdict = Validate(token);
        return verdict.RetryAfterRefresh is { } keys
            ? await RetryAfterRefreshAsync(keys, token, cancellationToken).ConfigureAwait(false)
            : verdict;
    }

    private async ValueTask<Verdict> RetryAfterRefreshAsync(RemoteKeys keys, EncodedJwt token, CancellationToken cancellationToken)
    {
        var isRefreshed = await keys.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var verdict = Validate(token);

        // If the download failed, it is unknown whether the key exists.
        return verdict.RetryAfterRefresh is not null && !isRefreshed
            ? Verdict.Rejected(new JwtError(JwtErrorCode.KeysUnavailable))
            : verdict;
    }

    private Verdict Validate(EncodedJwt token)
    {
        var snapshot = GetSnapshot();
        return token.Length > snapshot.Policy.MaxTokenBytes
            ? Verdict.Rejected(new JwtError(JwtErrorCode.TokenTooLarge))
            : SerializedTokenValidator.Validate(token.Characters, snapshot, _time.GetUtcNow());
    }

    private ValidationSnapshot GetSnapshot()
    {
        var source = _policies.Current;
        if (_derived is not { } derived || derived.Source != source)
        {
            _derived = derived = new Derived(source, LogoutSnapshot.Derive(source));
        }

        return derived.Snapshot;
    }

    private sealed record Derived(ValidationSnapshot Source, ValidationSnapshot Snapshot);
}
