namespace HipaaJwt;

/// <summary>The result of a verification, from the best to the worst.</summary>
public enum AuditLogVerdict
{
    /// <summary>All events are genuine, and a trusted anchor covers them all.</summary>
    Valid = 1,

    /// <summary>
    /// All events are consistent with the signed checkpoints and the trusted anchors. The last ones are newer than the last anchor, or
    /// there is no anchor. Somebody who has the signing key can have changed these.
    /// </summary>
    ValidAfterAnchor = 2,

    /// <summary>
    /// Nothing was checked: no key, no stream, no signed event, or no anchor although one is required. Never treat it as valid.
    /// </summary>
    NothingChecked = 3,

    /// <summary>The log was changed, is incomplete, or was signed by another key.</summary>
    Invalid = 4,
}
