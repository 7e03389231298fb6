#region identity-web
using System.Net.Http.Headers;
using HipaaJwt;
using Microsoft.Identity.Web;
#endregion

namespace Recipes;

internal static class IdentityWeb
{
    public static void Run(string[] args)
    {
        #region identity-web
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        var authentication = builder.Services.AddAuthentication();
        authentication.AddMicrosoftIdentityWebApi(builder.Configuration.GetSection("AzureAd"))
            .EnableTokenAcquisitionToCallDownstreamApi()
            .AddInMemoryTokenCaches();
        authentication.UseHipaaJwtTokenHandler();
        builder.Services.AddHttpClient("graph", client => client.BaseAddress = new Uri("https://graph.microsoft.com"));

        var app = builder.Build();
        app.MapGet("/chart", (ValidatedJwt jwt) => $"Good morning, {jwt.Subject}.").RequirePermission("chart:read");
        app.MapGet("/me", async (ITokenAcquisition tokens, IHttpClientFactory clients) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/me");
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer", await tokens.GetAccessTokenForUserAsync(["https://graph.microsoft.com/User.Read"]));
            using var response = await clients.CreateClient("graph").SendAsync(request);
            return Results.Text(await response.Content.ReadAsStringAsync());
        }).RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}
