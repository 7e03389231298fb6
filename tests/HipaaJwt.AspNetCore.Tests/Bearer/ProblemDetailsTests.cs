using System.Text.Json;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>Responses to denials in an application that has called AddProblemDetails.</summary>
public sealed class ProblemDetailsTests
{
    private const string Rfc = "https://tools.ietf.org/html/rfc9110#section-";

    [Theory]
    [InlineData("none", 401, Rfc + "15.5.2", "Unauthorized", null)]
    [InlineData("forged", 401, Rfc + "15.5.2", "Unauthorized", "invalid_token")]
    [InlineData("expired", 401, Rfc + "15.5.2", "Unauthorized", "invalid_token")]
    [InlineData("two headers", 400, Rfc + "15.5.1", "Bad Request", "invalid_request")]
    [InlineData("no permission", 403, Rfc + "15.5.4", "Forbidden", "insufficient_scope")]
    public async Task A_denial_has_a_body_that_says_no_more_than_the_challenge(
        string kind, int status, string type, string title, string? error)
    {
        await using var server = await StartAsync();
        var headers = HeadersOf(server, kind);

        var response = await server.SendAsync("GET /patients/7/chart", headers);

        response.Status.Should().Be(status);
        response.Header("Content-Type").Should().Be("application/problem+json");
        using var problem = JsonOf(response);
        problem.RootElement.EnumerateObject().Select(member => member.Name).Except(["traceId"])
            .Should().BeEquivalentTo(error is null ? ["type", "title", "status"] : new[] { "type", "title", "status", "error" });
        problem.RootElement.GetProperty("type").GetString().Should().Be(type);
        problem.RootElement.GetProperty("title").GetString().Should().Be(title);
        problem.RootElement.GetProperty("status").GetInt32().Should().Be(status);
        (error is null || response.Challenge!.Contains($"error=\"{error}\"", StringComparison.Ordinal)).Should().BeTrue();
        (problem.RootElement.TryGetProperty("error", out var found) ? found.GetString() : null).Should().Be(error);
    }

    [Fact]
    public async Task A_step_up_challenge_has_a_body()
    {
        await using var server = await StartAsync(app => app.MapGet("/strong", () => "ok").RequireStepUp(acrValues: ["phr"]));

        var response = await server.GetAsync("/strong", server.Issuer.Token());

        response.Status.Should().Be(401);
        using var problem = JsonOf(response);
        problem.RootElement.GetProperty("error").GetString().Should().Be("insufficient_user_authentication");
    }

    [Theory]
    [InlineData("/patients/7/chart")]
    [InlineData("/open")]
    public async Task A_decision_that_cannot_be_recorded_has_a_body(string path)
    {
        await using var server = await StartAsync(app => app.MapGet("/open", () => "open"));
        server.Sink.FailsFor = _ => true;

        var response = await server.GetAsync(path, server.Issuer.Token());

        response.Status.Should().Be(503);
        response.Headers.Should().Contain("Retry-After: 10");
        using var problem = JsonOf(response);
        problem.RootElement.GetProperty("type").GetString().Should().Be(Rfc + "15.6.4");
    }

    [Fact]
    public async Task JwtBearer_with_the_token_handler_has_a_body_too()
    {
        await using var server = await StartAsync(
            authenticate: schemes => schemes.AddJwtBearer(JwtBearerDefaults.AuthenticationScheme, _ => { }).UseHipaaJwtTokenHandler());

        var response = await server.GetChartAsync("forged");

        response.Status.Should().Be(401);
        using var problem = JsonOf(response);
        problem.RootElement.GetProperty("title").GetString().Should().Be("Unauthorized");
    }

    [Fact]
    public async Task The_application_customizes_the_body()
    {
        await using var server = await StartAsync(customize: details => details.CustomizeProblemDetails = context =>
            context.ProblemDetails.Type = "https://hospital.example/problems/" + context.ProblemDetails.Status);

        using var problem = JsonOf(await server.GetChartAsync());

        problem.RootElement.GetProperty("type").GetString().Should().Be("https://hospital.example/problems/401");
    }

    [Fact]
    public async Task A_client_that_does_not_accept_JSON_gets_no_body()
    {
        await using var server = await StartAsync();

        var response = await server.SendAsync("GET /patients/7/chart", "Accept: text/html");

        response.Status.Should().Be(401);
        response.Body.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_AddProblemDetails_there_is_no_body()
    {
        await using var server = await ClinicServer.StartAsync();

        (await server.GetChartAsync()).Body.Should().BeEmpty();
        (await server.GetChartAsync("forged")).Body.Should().BeEmpty();
    }

    [Fact]
    public async Task The_negotiation_of_a_hub_has_no_body()
    {
        await using var server = await StartAsync(app => app.MapHub<ChartHub>("/hubs/chart"));

        var response = await server.SendAsync("POST /hubs/chart/negotiate?negotiateVersion=1");

        response.Status.Should().Be(401);
        response.Body.Should().BeEmpty();
    }

    [Fact]
    public async Task A_gRPC_call_has_no_body()
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
                    listen => listen.Protocols = HttpProtocols.Http2));
                builder.Services.AddGrpc();
                builder.Services.AddProblemDetails();
            },
            app => app.MapGrpcService<ChartService>());
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/clinic.Charts/Read"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { { "Content-Type", "application/grpc" } } },
        };

        using var response = await client.SendAsync(request);

        ((int)response.StatusCode).Should().Be(401);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    private static string[] HeadersOf(ClinicServer server, string kind) => kind switch
    {
        "none" => [],
        "forged" => ["Authorization: Bearer forged"],
        "expired" => ["Authorization: Bearer " + server.Issuer.Token(claims: claims => claims["exp"] = 1)],
        "two headers" => ["Authorization: Bearer a", "Authorization: Bearer b"],
        _ => ["Authorization: Bearer " + server.Issuer.Token(claims: claims => claims["roles"] = "clerk")],
    };

    /// <summary>Reads the body, which may be sent in chunks.</summary>
    private static JsonDocument JsonOf(RawResponse response) =>
        JsonDocument.Parse(response.Body[response.Body.IndexOf('{')..(response.Body.LastIndexOf('}') + 1)]);

    private static Task<ClinicServer> StartAsync(
        Action<WebApplication>? map = null,
        Action<AuthenticationBuilder>? authenticate = null,
        Action<ProblemDetailsOptions>? customize = null) => ClinicServer.StartAsync(
        builder =>
        {
            builder.Services.AddSignalR();
            builder.Services.AddProblemDetails(customize);
        },
        map,
        authenticate);
}
