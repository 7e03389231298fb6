using HipaaJwt.Keys;
using HipaaJwt.Issuers;

namespace HipaaJwt;

/// <summary>What a check of claims may know besides the claims.</summary>
public readonly record struct ClaimCheckContext
{
    internal ClaimCheckContext(IssuerPolicy policy, DateTimeOffset now, bool wasEncrypted = false)
    {
        Policy = policy;
        Now = now;
        WasEncrypted = wasEncrypted;
    }

    /// <summary>The issuer to whom the key of the signature belongs.</summary>
    public string Issuer => Policy.Issuer;

    /// <summary>The time of this validation.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>How far the clocks of issuer and service may differ.</summary>
    public TimeSpan ClockSkew => Policy.ClockSkew;

    /// <summary>Whether the token came encrypted, as opposed to signed only.</summary>
    public bool WasEncrypted { get; }

    internal IssuerPolicy Policy { get; }
}
