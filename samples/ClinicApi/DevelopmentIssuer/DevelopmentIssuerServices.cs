using HipaaJwt;

namespace ClinicApi.DevelopmentIssuer;

internal static class DevelopmentIssuerServices
{
    /// <summary>FOR DEVELOPMENT ONLY: adds an issuer with its own key, and trusts it.</summary>
    public static void AddDevelopmentIssuer(this IServiceCollection services)
    {
        services.AddSingleton<Issuer>();
        services.AddOptions<HipaaJwtOptions>().Configure<Issuer>((options, issuer) => options.Issuers.Add(issuer.ToTrustedIssuer()));
    }
}
