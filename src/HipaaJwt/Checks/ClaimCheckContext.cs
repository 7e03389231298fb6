using HipaaJwt.Keys;

namespace HipaaJwt;

/// <summary>What a check of claims may know besides the claims.</summary>
public readonly record struct ClaimCheckContext
{
    internal ClaimCheckContext(IssuerPolicy policy, DateTimeOffset now)
    {
        Policy = policy;
        Now = now;
    }

    /// <summary>The issuer to whom the key of the signature belongs.</summary>
    public string Issuer => Policy.Issuer;

    /// <summary>The time of this validation.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>How far the clocks of issuer and service may differ.</summary>
    public TimeSpan ClockSkew => Policy.ClockSkew;

    internal IssuerPolicy Policy { get; }
}
