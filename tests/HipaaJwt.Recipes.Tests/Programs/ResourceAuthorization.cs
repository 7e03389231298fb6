#region resource-authorization
using HipaaJwt;
using Microsoft.AspNetCore.Authorization;
#endregion

namespace Recipes;

internal static class ResourceAuthorization
{
    public static void Run(string[] args)
    {
        #region resource-authorization
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<CareTeams>();
        builder.Services.AddScoped<IAuthorizationHandler, CareTeamHandler>();
        builder.Services.AddAuthorizationBuilder().AddPolicy("care-team", policy => policy.AddRequirements(new CareTeamRequirement()));

        var app = builder.Build();
        app.MapGet("/charts/{id}", async (string id, HttpContext http, IAuthorizationService authorization) =>
        {
            if (Chart.Find(id) is not { } chart || !(await authorization.AuthorizeAsync(http.User, chart, "care-team")).Succeeded)
            {
                return Results.NotFound();
            }

            await http.AuditPatientAsync(chart.Patient, resourceType: "Chart", resourceId: chart.Id);
            return Results.Text(chart.Text);
        }).RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}

#region resource-authorization
public sealed record Chart(string Id, string Patient, string Text)
{
    public static Chart? Find(string id) => id == "c-1" ? new Chart("c-1", "p-7", "stable") : null;
}

public sealed class CareTeams
{
    /// <summary>A clinician is an issuer and a subject: the subject alone is not unique.</summary>
    public ValueTask<bool> IsMemberAsync(string issuer, string subject, string patient) =>
        ValueTask.FromResult((issuer, subject, patient) == ("https://idp.hospital.example", "dr.rivera", "p-7"));
}

public sealed class CareTeamRequirement : IAuthorizationRequirement;

public sealed class CareTeamHandler(CareTeams teams, IHttpContextAccessor requests) : AuthorizationHandler<CareTeamRequirement, Chart>
{
    protected override async Task HandleRequirementAsync(
        AuthorizationHandlerContext context, CareTeamRequirement requirement, Chart resource)
    {
        if (requests.HttpContext?.GetValidatedJwt() is { } token
            && await teams.IsMemberAsync(token.Issuer, token.Subject, resource.Patient))
        {
            context.Succeed(requirement);
        }
    }
}
#endregion
