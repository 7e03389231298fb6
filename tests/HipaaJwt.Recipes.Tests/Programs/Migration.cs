#region drop-in
using HipaaJwt;
#endregion
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Recipes;

internal static class Migration
{
    public static void RunBefore(string[] args)
    {
        #region before
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddJwtBearer(options =>
        {
            options.Authority = "https://idp.hospital.example";
            options.Audience = "https://charts.hospital.example";
            options.TokenValidationParameters.RoleClaimType = "roles";
        });
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.MapGet("/chart", (HttpContext http) => $"Good morning, {http.User.FindFirst("sub")?.Value}.")
            .RequireAuthorization(policy => policy.RequireRole("physician"));
        app.Run();
        #endregion
    }

    public static void RunDropIn(string[] args)
    {
        #region drop-in
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddJwtBearer().UseHipaaJwtTokenHandler();
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.MapGet("/chart", (HttpContext http) => $"Good morning, {http.User.FindFirst("sub")?.Value}.")
            .RequireAuthorization(policy => policy.RequireRole("physician"));
        app.Run();
        #endregion
    }
}
