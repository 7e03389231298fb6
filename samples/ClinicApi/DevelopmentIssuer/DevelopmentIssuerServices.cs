using HipaaJwt;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicApi.DevelopmentIssuer;

internal static class DevelopmentIssuerServices
{
    /// <summary>FOR DEVELOPMENT ONLY: adds an issuer with its own key, and trusts it.</summary>
    public static void AddDevelopmentIssuer(this IServiceCollection services)
    {
        services.TryAddSingleton<Issuer>();
        services.AddOptions<HipaaJwtOptions>().Configure<Issuer>((options, issuer) =>
        {
            options.Issuers.Add(issuer.ToTrustedIssuer());

            // The issuer uses the clock of this machine. After a revocation, users obtain accepted tokens again after 1 to 2 seconds.
            options.ClockSkew = TimeSpan.FromSeconds(1);

            // The first start creates an empty store and accepts tokens at once. Do not copy this setting: if the store loses its data
            // while no instance runs, revoked tokens are accepted again. Here none remains, because the key of the issuer ends with
            // the process.
            options.Revocation.AcceptTokensOlderThanStore = true;
        });
    }
}
