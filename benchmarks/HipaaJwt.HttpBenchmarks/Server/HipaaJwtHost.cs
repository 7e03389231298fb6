using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>HipaaJwt with the default options and a required permission.</summary>
internal static class HipaaJwtHost
{
    public const string Endpoint = "/hipaajwt";

    /// <summary>The same endpoint for tokens with DPoP proofs, so that its costs are measured on their own.</summary>
    public const string BoundEndpoint = "/hipaajwt-bound";

    public const string Events = "/events";

    /// <summary>Builds a service with a best-effort audit sink.</summary>
    public static IHost Build(SigningKey key)
    {
        var sink = new CountingSink();
        return PlainHost.Build(
            services =>
            {
                services
                    .AddHipaaJwt(options => HipaaJwtValidator.Trust(options, key.SecurityKey, key.Algorithm))
                    .AddPermissions(HipaaJwtValidator.Grant)
                    .AddAuditSink(sink, AuditDelivery.BestEffort);
                services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
            },
            endpoints =>
            {
                endpoints.MapGet(Endpoint, PlainHost.RespondAsync).RequirePermission("chart:read");
                endpoints.MapGet(BoundEndpoint, PlainHost.RespondAsync).RequirePermission("chart:read");
                endpoints.MapGet(Events, context => context.Response.WriteAsync(sink.ToString()));
            });
    }

    /// <summary>
    /// Builds a service without audit sinks, in which features are registered that a request does not use: revocation without a revoked
    /// token, and DPoP without a proof.
    /// </summary>
    public static IHost BuildWithoutAuditing(SigningKey key) => PlainHost.Build(
        services =>
        {
            services
                .AddHipaaJwt(options =>
                {
                    options.Revocation.AcceptTokensOlderThanStore = true;
                    HipaaJwtValidator.Trust(options, key.SecurityKey, key.Algorithm);
                })
                .AddPermissions(HipaaJwtValidator.Grant)
                .AddMemoryStores();
            services
                .AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme)
                .AddHipaaJwtBearer(options => options.OfferDPoP = true);
        },
        endpoints => endpoints.MapGet(Endpoint, PlainHost.RespondAsync).RequirePermission("chart:read"));
}
