#region rate-limiting
using System.Threading.RateLimiting;
using HipaaJwt;
#endregion

namespace Recipes;

internal static class RateLimiting
{
    public static void Run(string[] args)
    {
        #region rate-limiting
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy("per-subject", http => RateLimitPartition.GetTokenBucketLimiter(
                http.GetValidatedJwt() is { } token
                    ? (token.Issuer, token.Subject)
                    : (Issuer: string.Empty, Subject: http.Connection.RemoteIpAddress?.ToString() ?? string.Empty),
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = 60,
                    TokensPerPeriod = 60,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                }));
        });

        var app = builder.Build();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapGet("/chart", () => "chart").RequirePermission("chart:read").RequireRateLimiting("per-subject");
        app.Run();
        #endregion
    }
}
