using HipaaJwt.Keys;
using HipaaJwt.Issuers;

namespace HipaaJwt;

/// <summary>The issuer, the time and the encryption of a token whose claims are checked. See <see cref="IClaimCheck"/>.</summary>
public readonly record struct ClaimCheckContext
{
    internal ClaimCheckContext(IssuerPolicy policy, DateTimeOffset now, bool wasEncrypted = false)
    {
        Policy = policy;
        Now = now;
        WasEncrypted = wasEncrypted;
    }

    /// <summary>The trusted issuer whose key verified the signature.</summary>
    public string Issuer => Policy.Issuer;

    /// <summary>The current time of this validation.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The largest accepted difference between the clocks of issuer and service.</summary>
    /// <value>The value of <see cref="HipaaJwtOptions.ClockSkew"/>.</value>
    public TimeSpan ClockSkew => Policy.ClockSkew;

    /// <summary>
    /// Whether the service decrypted the token. It does not prove that the issuer encrypted it, because anyone can encrypt a signed token
    /// with the service's public key.
    /// </summary>
    /// <value><see langword="false"/> if the token was only signed.</value>
    public bool WasEncrypted { get; }

    internal IssuerPolicy Policy { get; }
}
