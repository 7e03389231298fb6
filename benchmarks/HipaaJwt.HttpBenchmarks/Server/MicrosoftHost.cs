using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// JwtBearer with an endpoint that requires only an authenticated user. It has a separate host, because HipaaJwt records every
/// access decision of its host.
/// </summary>
internal static class MicrosoftHost
{
    public const string Endpoint = "/jwtbearer";

    public static IHost Build(SigningKey key) => PlainHost.Build(
        services => services
            .AddAuthorization()
            .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.MapInboundClaims = false;
                options.TokenValidationParameters = MicrosoftValidator.ParametersFor(key.SecurityKey, [key.Name]);
            }),
        endpoints => endpoints.MapGet(Endpoint, PlainHost.RespondAsync).RequireAuthorization());
}
