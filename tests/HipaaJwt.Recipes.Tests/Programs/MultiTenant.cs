#region one-trust
using HipaaJwt;
#endregion

namespace Recipes;

internal static class MultiTenant
{
    public static void RunOneTrust(string[] args)
    {
        #region one-trust
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();

        var app = builder.Build();
        app.MapGet("/charts", (ValidatedJwt jwt) => $"charts of {Tenants.Of(jwt)}").RequirePermission("chart:read");
        app.Run();
        #endregion
    }

    public static void RunNamedTrusts(string[] args)
    {
        #region named-trusts
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddHipaaJwt("partners", builder.Configuration.GetSection("Partners"));
        builder.Services.AddAuthentication()
            .AddHipaaJwtBearer("Own")
            .AddHipaaJwtBearer("Partners", options => options.Trust = "partners");

        var app = builder.Build();
        var own = app.MapGroup("/charts").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Own").RequireAuthenticatedUser());
        own.MapGet("/", (ValidatedJwt jwt) => $"charts of {Tenants.Of(jwt)}").RequirePermission("chart:read");
        var partners = app.MapGroup("/referrals")
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes("Partners").RequireAuthenticatedUser());
        partners.MapGet("/", () => "referrals").RequirePermission("referral:read");
        app.Run();
        #endregion
    }
}

#region one-trust
public static class Tenants
{
    /// <summary>The issuer decides. A claim decides only for an issuer that serves several tenants and is trusted to name them.</summary>
    public static string Of(ValidatedJwt token) => token.Issuer switch
    {
        "https://idp.north.example" => "north",
        "https://idp.south.example" => "south",
        "https://shared.example" when token.TryGetString("tenant", out var tenant) && tenant is "east" or "west" => tenant,
        _ => throw new InvalidOperationException("No tenant belongs to this issuer."),
    };
}
#endregion
