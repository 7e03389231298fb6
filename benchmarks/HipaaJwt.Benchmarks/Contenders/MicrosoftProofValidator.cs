using HipaaJwt.Benchmarks.Workload;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Contenders;

/// <summary>Microsoft's handler, which verifies the signature of a DPoP proof with a configured key.</summary>
internal sealed class MicrosoftProofValidator(SigningKey key)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

#pragma warning disable CA5404 // A proof has no issuer, audience or expiration. The handler verifies only its signature.
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
        ValidAlgorithms = [key.Name],
        ValidTypes = [ProvingClient.ProofType],
        IssuerSigningKey = key.SecurityKey,
        TryAllIssuerSigningKeys = true,
    };
#pragma warning restore CA5404

    public bool Accepts(string proof) => _handler.ValidateTokenAsync(proof, _parameters).GetAwaiter().GetResult().IsValid;
}
