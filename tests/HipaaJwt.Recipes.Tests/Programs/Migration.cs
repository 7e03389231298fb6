#region native
using System.Security.Claims;
using HipaaJwt;
using Microsoft.AspNetCore.Authentication;
#endregion

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
        app.MapGet("/chart", () => "chart").RequireAuthorization(policy => policy.RequireRole("physician"));
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
        app.MapGet("/chart", () => "chart").RequireAuthorization(policy => policy.RequireRole("physician"));
        app.Run();
        #endregion
    }

    public static void RunNative(string[] args)
    {
        #region native
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddClaimCheck<ClinicCheck>()           // OnTokenValidated that looks at claims
            .AddTokenUseCheck<ActiveAccountCheck>() // OnTokenValidated that queries a database
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required); // OnAuthenticationFailed, OnForbidden
        builder.Services.AddScoped<Accounts>();
        builder.Services.AddTransient<IClaimsTransformation, WardClaims>(); // OnTokenValidated that adds claims
        builder.Services.AddAuthentication().AddHipaaJwtBearer(options => options.Realm = "clinic");

        var app = builder.Build();
        app.MapGet("/chart", (ClaimsPrincipal user) => $"chart of ward {user.FindFirstValue("ward")}").RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}

#region native
public sealed class ClinicCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        claims.TryGetString("clinic", out var clinic) && clinic == "north"
            ? JwtError.None
            : new JwtError(JwtErrorCode.ClaimRefused, "clinic");
}

public sealed class ActiveAccountCheck(Accounts accounts) : ITokenUseCheck
{
    public async ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken) =>
        await accounts.IsActiveAsync(use.Token.Issuer, use.Token.Subject, cancellationToken)
            ? JwtError.None
            : new JwtError(JwtErrorCode.ClaimRefused, "sub");
}

public sealed class WardClaims : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        principal.AddIdentity(new ClaimsIdentity([new Claim("ward", "7")]));
        return Task.FromResult(principal);
    }
}

public sealed class Accounts
{
    public ValueTask<bool> IsActiveAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult(subject != "dr.dismissed");
}
#endregion
