#region secrets
using HipaaJwt;
#endregion

namespace Recipes;

internal static class Secrets
{
    public static void Run(string[] args)
    {
        #region secrets
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration["SecretsDirectory"] is { } directory)
        {
            builder.Configuration.AddKeyPerFile(directory, optional: false, reloadOnChange: true);
        }

        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();

        var app = builder.Build();
        app.MapGet("/chart", () => "chart").RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}
