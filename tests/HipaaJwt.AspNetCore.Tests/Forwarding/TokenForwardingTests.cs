using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Forwarding;

/// <summary>A service that calls a laboratory with the token of its caller, over real sockets.</summary>
public sealed class TokenForwardingTests : IAsyncLifetime
{
    private ClinicServer _labs = null!;

    public async ValueTask InitializeAsync() => _labs = await ClinicServer.StartAsync(map: app =>
    {
        app.MapGet("/token", (HttpContext http) => http.Request.Headers.Authorization.ToString());
        app.MapGet("/moved", () => Results.Redirect("/token"));
    });

    public ValueTask DisposeAsync() => _labs.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_token_of_the_caller_is_sent_to_a_listed_address(bool isJwtBearer)
    {
        await using var server = await StartAsync(authenticate: isJwtBearer
            ? schemes => schemes.AddJwtBearer(JwtBearerDefaults.AuthenticationScheme, _ => { }).UseHipaaJwtTokenHandler()
            : null);
        var token = server.Issuer.Token();

        (await server.GetAsync("/call?path=/token", token)).Body.Should().Contain("Bearer " + token);
    }

    [Fact]
    public async Task A_redirect_does_not_keep_the_token()
    {
        await using var server = await StartAsync();
        var token = server.Issuer.Token();

        (await server.GetAsync("/call?path=/moved", token)).Body.Should().NotContain(token).And.Contain("got:");
    }

    [Fact]
    public async Task Another_address_gets_no_request()
    {
        await using var other = await ClinicServer.StartAsync();
        await using var server = await StartAsync();

        (await server.GetAsync("/call?to=" + other.Address + "&path=/", server.Issuer.Token())).Body
            .Should().Contain("the address of the request is not among");
        other.Log.Lines.Should().NotContain(line => line.Text.Contains("Request starting", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_without_the_audience_is_not_sent()
    {
        await using var server = await StartAsync(audience: "https://labs.hospital.example");

        (await server.GetAsync("/call?path=/token", server.Issuer.Token())).Body
            .Should().Contain("the token does not have the audience https://labs.hospital.example. Exchange the token (RFC 8693).");
    }

    [Fact]
    public async Task A_bound_token_is_not_sent()
    {
        using var client = new DPoPClient();
        await using var server = await StartAsync();
        var token = server.Issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = client.Thumbprint });
        var proof = client.Proof(token, claims: claims => claims["htu"] = new Uri(server.Address, "/call").ToString());

        var response = await server.SendAsync(
            "GET /call?path=/token", $"Host: {server.Address.Authority}", "Authorization: DPoP " + token, "DPoP: " + proof);

        response.Body.Should().Contain("the token is bound to a key of its client");
    }

    [Fact]
    public async Task A_caller_without_a_token_sends_nothing()
    {
        await using var server = await StartAsync();

        (await server.GetAsync("/call?path=/token")).Body.Should().Contain("there is no accepted token of a caller here");
    }

    [Fact]
    public async Task The_start_warns_of_each_client_that_forwards()
    {
        await using var server = await StartAsync();

        server.Log.Lines.Should().ContainSingle(line => line.Level == LogLevel.Warning
            && line.Text.Contains("HTTP client labs forwards tokens of callers to http://127.0.0.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://labs.hospital.example")]
    [InlineData("https://labs.hospital.example/api")]
    [InlineData("https://user@labs.hospital.example")]
    [InlineData("labs.hospital.example")]
    [InlineData("")]
    public void An_address_that_is_not_an_https_origin_is_an_error(string address)
    {
        var client = new ServiceCollection().AddHttpClient("labs");

        client.Invoking(builder => builder.AddHipaaJwtTokenForwarding("labs", address))
            .Should().Throw<ArgumentException>().WithMessage($"\"{address}\" is not an address to which a token may be forwarded.*");
    }

    [Fact]
    public void A_client_without_an_address_is_an_error() =>
        new ServiceCollection().AddHttpClient("labs").Invoking(builder => builder.AddHipaaJwtTokenForwarding("labs"))
            .Should().Throw<ArgumentException>().WithMessage("There is no address*");

    private Task<ClinicServer> StartAsync(
        string audience = TestIssuer.Audience, Action<AuthenticationBuilder>? authenticate = null) => ClinicServer.StartAsync(
        builder => builder.Services.AddHttpClient("labs")
            .AddHipaaJwtTokenForwarding(audience, _labs.Address.GetLeftPart(UriPartial.Authority)),
        app => app.MapGet("/call", async (IHttpClientFactory clients, string path, string? to) =>
        {
            using var client = clients.CreateClient("labs");
            try
            {
                return "got: " + await client.GetStringAsync(new Uri(to is null ? _labs.Address : new Uri(to), path));
            }
            catch (InvalidOperationException exception)
            {
                return exception.Message;
            }
        }),
        authenticate);
}
