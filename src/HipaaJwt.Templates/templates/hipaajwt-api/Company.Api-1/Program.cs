using HipaaJwt;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    .AddPermissions(map => map
        .Role("physician").Grants("chart:read", "chart:write")
        .Role("nurse").Grants("chart:read"))
    .AddFileAuditLog(log =>
    {
        log.Directory = builder.Configuration["AuditLog:Directory"] ?? "audit";
        log.AllowVolatileFileSystem = builder.Environment.IsDevelopment();
    })
    .AddDevelopmentTokens();
builder.Services.AddAuthentication().AddHipaaJwtBearer();

// An endpoint without a rule of its own requires a valid token.
builder.Services.AddAuthorizationBuilder()
    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

builder.Services.AddHealthChecks().AddHipaaJwtKeys(tags: ["ready"]).AddHipaaJwtAuditLog(tags: ["ready"]);
//#if (openapi)
builder.Services.AddOpenApi(options => options.AddHipaaJwt());
//#endif

var app = builder.Build();

app.MapGet("/patients/{patient}/chart", (string patient, HttpContext http) =>
        new PatientChart(patient, $"Read by {http.GetValidatedJwt()!.Subject}."))
    .RequirePermission("chart:read")
    .AuditResource("Chart", patientRouteValue: "patient");

app.MapPut("/patients/{patient}/chart", (string patient, PatientChart chart) => chart with { Patient = patient })
    .RequirePermission("chart:write")
    .AuditResource("Chart", patientRouteValue: "patient");

app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
//#if (openapi)

if (app.Environment.IsDevelopment())
{
    app.MapOpenApi().AllowAnonymous();
}
//#endif

app.Run();

/// <summary>The chart of a patient. Replace it by your own records.</summary>
public sealed record PatientChart(string Patient, string Text);
