using HipaaJwt.PhiClaims;

namespace HipaaJwt.Validation;

/// <summary>Records the PHI warning of a token, once. If that fails, the next use of the token records it.</summary>
internal readonly struct PhiClaimWarningRecord
{
    private readonly IAuditTrail _trail;
    private readonly PendingPhiClaimWarning _warning;

    public PhiClaimWarningRecord(IAuditTrail trail, PendingPhiClaimWarning warning)
    {
        _trail = trail;
        _warning = warning;
    }

    public string Entries => _warning.Entries;

    public async ValueTask<bool> WriteAsync(AuditEvent warningEvent, CancellationToken cancellationToken)
    {
        var (warning, recorded) = (_warning, false);
        try
        {
            recorded = await _trail.RecordAsync(warningEvent, cancellationToken).ConfigureAwait(false);
            return recorded;
        }
        finally
        {
            if (!recorded)
            {
                warning.Release();
            }
        }
    }
}
