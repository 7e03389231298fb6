using HipaaJwt;

namespace ClinicApi.DevelopmentIssuer;

internal static class DevelopmentIssuerServices
{
    /// <summary>FOR DEVELOPMENT ONLY: makes an issuer with a key of its own, and trusts it.</summary>
    public static void AddDevelopmentIssuer(this IServiceCollection services)
    {
        services.AddSingleton<Issuer>();
        services.AddOptions<HipaaJwtOptions>().Configure<Issuer>((options, issuer) => options.Issuers.Add(issuer.Describe()));
    }
}
