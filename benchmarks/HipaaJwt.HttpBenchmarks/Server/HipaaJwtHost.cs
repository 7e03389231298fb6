using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>HipaaJwt with the default options, a required permission and a best-effort audit sink.</summary>
internal static class HipaaJwtHost
{
    public const string Endpoint = "/hipaajwt";

    /// <summary>The same endpoint for tokens with DPoP proofs, so that its costs are measured on their own.</summary>
    public const string BoundEndpoint = "/hipaajwt-bound";

    public const string Events = "/events";

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
}
