using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.StartService;

/// <summary>Protects the endpoint with HipaaJwt.</summary>
internal static class Scheme
{
    public static void AddTo(IServiceCollection services, SecurityKey key, string issuer, string audience)
    {
        services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = issuer,
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { key },
        })).AddPermissions(map => map.Role("physician").Grants("chart:read"));
        services.AddAuthentication().AddHipaaJwtBearer();
    }

    public static void Protect(IEndpointConventionBuilder endpoint) => endpoint.RequirePermission("chart:read");
}
