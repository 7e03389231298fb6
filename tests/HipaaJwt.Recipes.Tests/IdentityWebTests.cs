using System.Net;
using System.Text;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/microsoft-identity-web.md. Microsoft's addresses answer from a handler of the test.</summary>
public sealed class IdentityWebTests
{
    [Fact]
    public async Task The_API_reads_the_chart_and_calls_Graph_on_behalf_of_the_user()
    {
        using var microsoft = new MicrosoftStub();
        await using var host = await RecipeHost.StartAsync(
            IdentityWeb.Run,
            "microsoft-identity-web",
            services => services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => microsoft)),
            "--AzureAd:ClientSecret=secret-of-the-test");
        var token = host.GetTestIssuer().CreateToken(
            "user-1", scopes: ["charts.read"], claims: new() { ["oid"] = "o-1", ["tid"] = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee" });
        using var client = host.Connect().With(token);

        (await client.GetStringAsync("/chart")).Should().Be("Good morning, user-1.");
        (await client.GetStringAsync("/me")).Should().Be("user of graph-token");

        microsoft.Assertion.Should().Be(token);
        host.GetAuditRecorder().Events.Select(recorded => (recorded.Type, recorded.Resource)).Should().Equal(
            (AuditEventType.AccessGranted, "GET /chart"), (AuditEventType.AccessGranted, "GET /me"));
    }

    [Fact]
    public async Task A_token_without_scopes_and_roles_is_rejected_by_Microsoft_Identity_Web()
    {
        await using var host = await RecipeHost.StartAsync(IdentityWeb.Run, "microsoft-identity-web");
        using var client = host.Connect().As("user-1");

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).By("user-1").Because(JwtErrorCode.RejectedByApplication).Once();
    }

    [Fact]
    public async Task An_ID_token_receives_401()
    {
        await using var host = await RecipeHost.StartAsync(IdentityWeb.Run, "microsoft-identity-web");
        using var client = host.Connect().With(host.GetTestIssuer().CreateIdToken("user-1", scopes: ["charts.read"]));

        using var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Once();
    }

    /// <summary>Answers for Entra ID and Microsoft Graph.</summary>
    private sealed class MicrosoftStub : HttpMessageHandler
    {
        public string? Assertion { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path == "/v1.0/me")
            {
                return Respond("user of " + request.Headers.Authorization!.Parameter);
            }

            if (!path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
            {
                return Respond("""
                    {
                      "tenant_discovery_endpoint": "https://login.microsoftonline.com/common/.well-known/openid-configuration",
                      "metadata": []
                    }
                    """);
            }

            var form = await request.Content!.ReadAsStringAsync(cancellationToken);
            Assertion = form.Split('&').Single(field => field.StartsWith("assertion=", StringComparison.Ordinal))["assertion=".Length..];
            return Respond("""{"token_type":"Bearer","access_token":"graph-token","expires_in":3600,"scope":"User.Read"}""");
        }

        private static HttpResponseMessage Respond(string text) =>
            new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
