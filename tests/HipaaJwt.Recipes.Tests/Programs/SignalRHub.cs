#region signalr
using HipaaJwt;
using Microsoft.AspNetCore.SignalR;
#endregion

namespace Recipes;

internal static class SignalRHub
{
    public static void Run(string[] args)
    {
        #region signalr
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication()
            .AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/charts"));
        builder.Services.AddSignalR();
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins("https://app.hospital.example").AllowAnyHeader().AllowAnyMethod().AllowCredentials()));

        var app = builder.Build();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHub<ChartHub>("/hubs/charts");
        app.Run();
        #endregion
    }
}

#region signalr
[RequirePermission("chart:read")]
public sealed class ChartHub : Hub
{
    public string Read(string id) => $"chart {id} for {Context.GetHttpContext()!.GetValidatedJwt()!.Subject}";

    [RequirePermission("chart:write")]
    public string Write(string id) => $"wrote {id}";
}
#endregion
