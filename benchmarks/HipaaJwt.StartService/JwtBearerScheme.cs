using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.StartService;

/// <summary>Protects the endpoint with JwtBearer.</summary>
internal static class Scheme
{
    public static void AddTo(IServiceCollection services, SecurityKey key, string issuer, string audience) =>
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = audience,
                ValidAlgorithms = ["ES256"],
                ValidTypes = ["at+jwt"],
                IssuerSigningKey = key,
                ClockSkew = TimeSpan.FromSeconds(30),
            };
        });

    public static void Protect(IEndpointConventionBuilder endpoint) => endpoint.RequireAuthorization();
}
