using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// JwtBearer, asked for no more than an authenticated user. It has a host of its own because HipaaJwt records every decision
/// of the host it is in.
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
                options.TokenValidationParameters = MicrosoftValidator.ParametersFor(key);
            }),
        endpoints => endpoints.MapGet(Endpoint, PlainHost.Answer).RequireAuthorization());
}
