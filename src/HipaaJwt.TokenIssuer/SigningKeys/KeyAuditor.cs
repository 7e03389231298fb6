using System.Diagnostics;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Records changes of keys.</summary>
internal sealed class KeyAuditor
{
    private readonly string _issuer;
    private readonly Lazy<IAuditTrail> _trail;

    /// <param name="options">The options of the issuer.</param>
    /// <param name="trail">The trail. Its options name the issuer, whose keys are read first, so it is resolved later.</param>
    public KeyAuditor(TokenIssuerOptions options, Lazy<IAuditTrail> trail)
    {
        _issuer = options.Issuer;
        _trail = trail;
    }

    /// <returns>Whether every required sink has written the event.</returns>
    public async ValueTask<bool> RecordAsync(
        string keyId, AuditAction action, ValidatedJwt? requestedBy, CancellationToken cancellationToken) =>
        !_trail.Value.IsEnabled || await _trail.Value.RecordAsync(
            new AuditEvent(_trail.Value.CreateStamp(), requestedBy)
            {
                Type = AuditEventType.SigningKeyChanged,
                Action = action,
                Resource = _issuer,
                ResourceType = "SigningKey",
                ResourceId = keyId,
                TraceId = Activity.Current?.TraceId.ToHexString(),
            },
            cancellationToken).ConfigureAwait(false);
}
