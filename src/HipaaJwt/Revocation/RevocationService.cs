using System.Diagnostics;
using HipaaJwt.Issuers;
using HipaaJwt.Policy;

namespace HipaaJwt.Revocations;

/// <summary>Creates the entries of revocations and of starts of sessions, appends them, and writes the audit events.</summary>
internal sealed class RevocationService : IRevocation, ISessionRevocation
{
    /// <summary>
    /// The time for which a revocation outlives the last token that it ends, because clocks differ. The options allow a clock skew of at
    /// most 5 minutes.
    /// </summary>
    private static readonly TimeSpan RetentionMargin = TimeSpan.FromHours(1);

    private readonly IEnumerable<Trust> _trusts;
    private readonly RevocationAppender _appender;
    private readonly RevocationPump _pump;
    private readonly RevocationOptions _options;
    private readonly IAuditTrail _trail;
    private readonly RevocationView _view;
    private readonly TimeProvider _time;

    public RevocationService(
        IEnumerable<Trust> trusts,
        RevocationView view,
        RevocationAppender appender,
        RevocationPump pump,
        RevocationOptions options,
        IAuditTrail trail,
        TimeProvider time)
    {
        _view = view;
        _time = time;
        _trusts = trusts;
        _appender = appender;
        _pump = pump;
        _options = options;
        _trail = trail;
    }

    public async ValueTask<RevocationReceipt> RevokeAsync(Revocation revocation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        var entry = CreateEntry(
            revocation.Kind, revocation.TargetIssuer, revocation.Identifier, revocation.Retention);
        _ = _pump.Start();
        var receipt = await _appender.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        return !_trail.IsEnabled || await _trail.RecordAsync(CreateEvent(revocation), cancellationToken).ConfigureAwait(false)
            ? receipt
            : throw new RevocationUnavailableException(
                "The revocation takes effect, but a required audit sink could not record it. Repair the sink and revoke again.");
    }

    public JwtError Check(string issuer, string sessionId, string subject, DateTimeOffset issuedAt)
    {
        var policy = FindIssuers(issuer)[0];
        var session = new RevocableSession(policy.Utf8Issuer, sessionId, subject, policy.ClockSkew);
        var error = _view.Check(session, issuedAt, _time.GetUtcNow());
        if (error.Code == JwtErrorCode.RevocationUnavailable)
        {
            _ = _pump.Start();
            _pump.Wake();
        }

        return error;
    }

    public bool IsKeyRevoked(string issuer, string keyId) =>
        _view.HasKeys && _view.IsRevoked(RevocationKind.Key, FindIssuers(issuer)[0].Utf8Issuer, keyId);

    public async ValueTask StartAsync(
        string issuer, string sessionId, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        var entry = CreateEntry(RevocationKind.SessionStart, issuer, sessionId, lifetime);
        _ = _pump.Start();
        await _appender.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    private RevocationEntry CreateEntry(RevocationKind kind, string issuer, string identifier, TimeSpan retention)
    {
        var issuers = FindIssuers(issuer);
        var required = issuers.Max(candidate => candidate.MaxTokenLifetime + (2 * candidate.ClockSkew)) + RetentionMargin;
        return new RevocationEntry
        {
            Kind = kind,
            Key = RevocationDigest.Compute(kind, issuers[0].Utf8Issuer, identifier),
            Retention = TimeSpan.FromTicks(Math.Max(required.Ticks, Math.Max(_options.Retention.Ticks, retention.Ticks))),
        };
    }

    /// <exception cref="ArgumentException">No trust has the issuer.</exception>
    private IssuerPolicy[] FindIssuers(string name)
    {
        IssuerPolicy[] issuers =
        [
            .. from trust in _trusts
               from issuer in trust.Policies.Current.Policy.Issuers
               where issuer.Names.Contains(name, StringComparer.Ordinal)
               select issuer,
        ];
        return issuers.Length > 0 ? issuers : throw new ArgumentException(
            "No trusted issuer has this name, so the revocation would have no effect. Use the issuer as in the options.", nameof(name));
    }

    private AuditEvent CreateEvent(Revocation revocation) => new(_trail.CreateStamp(), revocation.RequestedBy)
    {
        Type = AuditEventType.TokenRevoked,
        Action = AuditAction.Delete,
        RequestId = revocation.RequestId,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        RemoteAddress = revocation.RemoteAddress,
        Resource = revocation.TargetIssuer,
        ResourceType = revocation.Kind.ToString(),
        ResourceId = revocation.Identifier.Length == 0 ? null : revocation.Identifier,
        RevocationReason = revocation.Reason,
    };
}
