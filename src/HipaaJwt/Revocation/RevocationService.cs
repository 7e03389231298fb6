using System.Text;
using HipaaJwt.Issuers;
using HipaaJwt.Policy;

namespace HipaaJwt.Revocations;

/// <summary>Appends revocations to the store, applies them to the view, and writes their audit events.</summary>
internal sealed class RevocationService : IRevocation
{
    /// <summary>
    /// The time for which a revocation outlives the last token that it ends, because clocks differ. The options allow a clock skew of at
    /// most 5 minutes.
    /// </summary>
    private static readonly TimeSpan RetentionMargin = TimeSpan.FromHours(1);

    private readonly IEnumerable<Trust> _trusts;
    private readonly RevocationStoreCalls _store;
    private readonly RevocationView _view;
    private readonly OwnRevocations _own;
    private readonly RevocationPump _pump;
    private readonly RevocationOptions _options;
    private readonly IAuditTrail _trail;
    private readonly TimeProvider _time;

    public RevocationService(
        IEnumerable<Trust> trusts,
        RevocationStoreCalls store,
        RevocationView view,
        OwnRevocations own,
        RevocationPump pump,
        RevocationOptions options,
        IAuditTrail trail,
        TimeProvider time)
    {
        _trusts = trusts;
        _store = store;
        _view = view;
        _own = own;
        _pump = pump;
        _options = options;
        _trail = trail;
        _time = time;
    }

    public async ValueTask<RevocationReceipt> RevokeAsync(Revocation revocation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        var entry = CreateEntry(revocation);
        _ = _pump.Start();
        var appended = await AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        var receipt = new RevocationReceipt(_time.GetUtcNow() + _options.MaxStaleness);
        _own.Add(entry, appended);
        _view.Add([appended], floor: null);
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

#pragma warning disable CA1031 // A store of the application may throw any exception. Its message may contain addresses and names.
    private async ValueTask<LoggedRevocation> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var appended = await _store.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            if (appended is null)
            {
                // The store is empty. If this instance has read it before, it has lost its data.
                var hasFloor = _view.Lease is not null || !_options.AcceptTokensOlderThanStore;
                await _store.StartEpochAsync(null, hasFloor, cancellationToken).ConfigureAwait(false);
                appended = await _store.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            }

            return appended ?? throw new RevocationUnavailableException();
        }
        catch (Exception exception) when (exception is not RevocationUnavailableException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new RevocationUnavailableException(
                $"The store of revocations failed with {exception.GetType().Name}, so it is unknown whether the revocation takes effect. "
                + "Repair the store and revoke again.");
        }
    }
#pragma warning restore CA1031

    private AuditEvent CreateEvent(Revocation revocation) => new(_trail.CreateStamp(), revocation.RequestedBy)
    {
        Type = AuditEventType.TokenRevoked,
        Action = AuditAction.Delete,
        RequestId = revocation.RequestId,
        RemoteAddress = revocation.RemoteAddress,
        Resource = revocation.TargetIssuer,
        ResourceType = revocation.Kind.ToString(),
        ResourceId = revocation.Identifier.Length == 0 ? null : revocation.Identifier,
        RevocationReason = revocation.Reason,
    };
}
