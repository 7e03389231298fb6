using System.Diagnostics;
using System.Text;
using HipaaJwt.Issuers;
using HipaaJwt.Policy;

namespace HipaaJwt.Revocations;

/// <summary>Creates the entries of revocations, appends them, and writes their audit events.</summary>
internal sealed class RevocationService : IRevocation
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

    public RevocationService(
        IEnumerable<Trust> trusts,
        RevocationAppender appender,
        RevocationPump pump,
        RevocationOptions options,
        IAuditTrail trail)
    {
        _trusts = trusts;
        _appender = appender;
        _pump = pump;
        _options = options;
        _trail = trail;
    }

    public async ValueTask<RevocationReceipt> RevokeAsync(Revocation revocation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        var entry = CreateEntry(revocation);
        _ = _pump.Start();
        var receipt = await _appender.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        return !_trail.IsEnabled || await _trail.RecordAsync(CreateEvent(revocation), cancellationToken).ConfigureAwait(false)
            ? receipt
            : throw new RevocationUnavailableException(
                "The revocation takes effect, but a required audit sink could not record it. Repair the sink and revoke again.");
    }

    private RevocationEntry CreateEntry(Revocation revocation)
    {
        IssuerPolicy[] issuers =
        [
            .. from trust in _trusts
               from issuer in trust.Policies.Current.Policy.Issuers
               where issuer.Names.Contains(revocation.TargetIssuer, StringComparer.Ordinal)
               select issuer,
        ];
        if (issuers.Length == 0)
        {
            throw new ArgumentException(
                "No trusted issuer has this name, so the revocation would have no effect. Use the issuer as in the options.",
                nameof(revocation));
        }

        var required = issuers.Max(issuer => issuer.MaxTokenLifetime + (2 * issuer.ClockSkew)) + RetentionMargin;
        return new RevocationEntry
        {
            Kind = revocation.Kind,
            Key = RevocationDigest.Compute(revocation.Kind, Encoding.UTF8.GetBytes(issuers[0].Issuer), revocation.Identifier),
            Retention = TimeSpan.FromTicks(
                Math.Max(required.Ticks, Math.Max(_options.Retention.Ticks, revocation.Retention.Ticks))),
        };
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
