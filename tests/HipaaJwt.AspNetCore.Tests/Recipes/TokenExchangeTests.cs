using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Recipes;

/// <summary>The recipe for token exchange: a service, a token endpoint of RFC 8693 and a laboratory, each with its own socket.</summary>
public sealed class TokenExchangeTests : IAsyncLifetime
{
    private const string Labs = "https://labs.hospital.example";

    private ClinicServer _labs = null!;
    private ClinicServer _issuer = null!;
    private ClinicServer _service = null!;

    public async ValueTask InitializeAsync()
    {
        _labs = await ClinicServer.StartAsync();
        _issuer = await ClinicServer.StartAsync(map: app => app.MapPost("/token", ExchangeAsync).DisableAntiforgery());
        _service = await ClinicServer.StartAsync(
            builder => builder.Services.AddHttpClient("labs").AddTokenExchange(options =>
            {
                options.Address = new Uri(_issuer.Address, "/token").ToString();
                (options.ClientId, options.ClientSecret, options.Audience) = ("charts-api", "secret", Labs);
            }),
            app => app.MapGet("/results", async (IHttpClientFactory clients) =>
            {
                using var client = clients.CreateClient("labs");
                return await client.GetStringAsync(new Uri(_labs.Address, "/patients/7/chart"));
            }).RequirePermission("chart:read"),
            schemes => schemes.AddHipaaJwtBearer(options => options.SaveToken = true));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
        await _labs.DisposeAsync();
    }

    [Fact]
    public async Task The_called_service_records_the_user_and_the_service_that_acts()
    {
        (await _service.GetAsync("/results", _service.Issuer.Token())).Body.Should().Contain("chart of 7");

        var granted = _labs.Events.Should().ContainSingle().Subject;
        (granted.Type, granted.Subject, granted.Actor).Should().Be((AuditEventType.AccessGranted, "user-42", "charts-api"));
    }

    [Fact]
    public async Task Nothing_is_sent_if_the_issuer_does_not_exchange_the_token()
    {
        var token = _service.Issuer.Token(claims: claims => claims["sub"] = "user-without-labs");

        (await _service.GetAsync("/results", token)).Status.Should().Be(500);

        _labs.Events.Should().BeEmpty();
        _service.Log.Lines.Should().Contain(line => line.Text.Contains(
            "did not exchange the token: invalid_target", StringComparison.Ordinal));
        _service.Log.Lines.Should().NotContain(line => line.Text.Contains(token, StringComparison.Ordinal));
    }

    /// <summary>A token endpoint (RFC 8693 section 2). Its tokens are those that the laboratory trusts.</summary>
    private async Task<IResult> ExchangeAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        request.Headers.Authorization.ToString()
            .Should().Be("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("charts-api:secret")));
        form["grant_type"].ToString().Should().Be("urn:ietf:params:oauth:grant-type:token-exchange");
        form["subject_token_type"].ToString().Should().Be("urn:ietf:params:oauth:token-type:access_token");
        form["audience"].ToString().Should().Be(Labs);
        var result = await _service.Services.GetRequiredService<IJwtValidator>().ValidateAsync(form["subject_token"].ToString());
        return result.IsValid && result.Token.Subject == "user-42"
            ? Results.Json(new Dictionary<string, object>
            {
                ["access_token"] = _labs.Issuer.Token(claims: claims =>
                {
                    claims["sub"] = result.Token.Subject;
                    claims["act"] = new JsonObject { ["sub"] = "charts-api" };
                }),
                ["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
                ["token_type"] = "Bearer",
                ["expires_in"] = 300,
            })
            : Results.Json(new Dictionary<string, string> { ["error"] = "invalid_target" }, statusCode: 400);
    }
}
