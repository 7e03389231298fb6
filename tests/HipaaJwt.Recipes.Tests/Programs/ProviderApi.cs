#region provider
using HipaaJwt;
#endregion

namespace Recipes;

internal static class ProviderApi
{
    public static void Run(string[] args)
    {
        #region provider
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();

        var app = builder.Build();
        app.MapGet("/chart", (ValidatedJwt jwt) => $"Good morning, {jwt.Subject}.").RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}
