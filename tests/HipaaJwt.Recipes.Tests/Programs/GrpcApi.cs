#region grpc
using Grpc.Core;
using HipaaJwt;
using Recipes.Grpc;
#endregion

namespace Recipes;

internal static class GrpcApi
{
    public static void Run(string[] args)
    {
        #region grpc
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        builder.Services.AddGrpc();

        var app = builder.Build();
        app.MapGrpcService<ChartService>();
        app.Run();
        #endregion
    }

    #region grpc-client
    public static async Task<string> ReadAsync(Charts.ChartsClient client, string id, string accessToken)
    {
        var headers = new Metadata { { "Authorization", "Bearer " + accessToken } };
        return (await client.ReadAsync(new ChartRequest { Id = id }, headers)).Text;
    }
    #endregion
}

#region grpc
[RequirePermission("chart:read")]
public sealed class ChartService : Charts.ChartsBase
{
    public override Task<ChartReply> Read(ChartRequest request, ServerCallContext context) =>
        Task.FromResult(new ChartReply { Text = $"chart {request.Id} for {context.GetHttpContext().GetValidatedJwt()!.Subject}" });

    [RequirePermission("chart:write")]
    public override Task<ChartReply> Write(ChartRequest request, ServerCallContext context) =>
        Task.FromResult(new ChartReply { Text = $"wrote {request.Id}" });
}
#endregion
