using System.Text.Json;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace HipaaJwt.AspNetCore.Tests.OpenApi;

/// <summary>The security of operations in the OpenAPI document.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task The_document_declares_the_bearer_scheme_and_DPoP()
    {
        using var document = await GetAsync();

        var schemes = document.RootElement.GetProperty("components").GetProperty("securitySchemes");
        schemes.EnumerateObject().Select(scheme => $"{scheme.Name} {Text(scheme.Value, "type")} {Text(scheme.Value, "scheme")}")
            .Should().BeEquivalentTo("HipaaJwt http bearer", "HipaaJwt-DPoP http dpop");
    }

    [Fact]
    public async Task The_document_declares_every_bearer_scheme_under_a_valid_name()
    {
        using var document = await GetAsync(
            app => app.MapGet("/b", [Authorize(AuthenticationSchemes = "My Partners")] () => "b"),
            authenticate: builder => builder
                .AddHipaaJwtBearer()
                .AddHipaaJwtBearer("My Partners", _ => { })
                .AddJwtBearer("Legacy", _ => { })
                .UseHipaaJwtTokenHandler("Legacy")
                .Services.Configure<AuthenticationOptions>(options => options.DefaultScheme = "HipaaJwt"));

        document.RootElement.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name)
            .Should().BeEquivalentTo("HipaaJwt", "HipaaJwt-DPoP", "My_Partners", "My_Partners-DPoP", "Legacy");
        Security(document, "/b").Should().Equal("My_Partners: ", "My_Partners-DPoP: ");
        Security(document, "/patients/{id}/chart").Should().Equal("HipaaJwt: chart:read", "HipaaJwt-DPoP: chart:read");
    }

    [Theory]
    [InlineData(OpenApiSpecVersion.OpenApi3_0, "HipaaJwt: ")]
    [InlineData(OpenApiSpecVersion.OpenApi3_1, "HipaaJwt: chart:read chart:write")]
    public async Task An_operation_lists_its_permissions(OpenApiSpecVersion version, string requirement)
    {
        using var document = await GetAsync(
            app => app.MapGet("/both", [RequirePermission("chart:write")] () => "both").RequirePermission("chart:read"), version);

        var operation = Operation(document, "/both");
        operation.GetProperty("x-required-permissions").EnumerateArray().Select(permission => permission.GetString())
            .Should().BeEquivalentTo("chart:read", "chart:write");
        Security(document, "/both").Should().HaveCount(2);
        string.Join(' ', Security(document, "/both")[0].Split(' ').Order(StringComparer.Ordinal)).Trim()
            .Should().Be(string.Join(' ', requirement.Split(' ').Order(StringComparer.Ordinal)).Trim());
        operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().Contain(["200", "401", "403"]);
    }

    [Fact]
    public async Task An_operation_without_a_permission_requires_a_token_only()
    {
        using var document = await GetAsync(app => app.MapGet("/me", () => "me").RequireAuthorization());

        Security(document, "/me").Should().Equal("HipaaJwt: ", "HipaaJwt-DPoP: ");
        Operation(document, "/me").TryGetProperty("x-required-permissions", out _).Should().BeFalse();
    }

    [Fact]
    public async Task The_token_of_the_request_is_no_parameter_and_no_body()
    {
        using var document = await GetAsync(app =>
        {
            app.MapPost("/mine/{id}", (ValidatedJwt jwt, int id) => jwt.Subject + id).RequireAuthorization();
            app.MapGet("/open", ([FromServices] ValidatedJwt? jwt) => jwt?.Subject);
        });

        Operation(document, "/open").TryGetProperty("parameters", out _).Should().BeFalse();
        var operation = document.RootElement.GetProperty("paths").GetProperty("/mine/{id}").GetProperty("post");
        operation.TryGetProperty("requestBody", out _).Should().BeFalse();
        operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
            .Should().Equal("id");
    }

    [Fact]
    public async Task Operations_for_anonymous_callers_do_not_change()
    {
        using var document = await GetAsync(app =>
        {
            app.MapGet("/open", () => "open");
            app.MapGet("/anonymous", () => "anonymous").RequirePermission("chart:read").AllowAnonymous();
        });

        foreach (var path in new[] { "/open", "/anonymous" })
        {
            Operation(document, path).TryGetProperty("security", out _).Should().BeFalse();
            Operation(document, path).GetProperty("responses").EnumerateObject().Should().ContainSingle();
        }
    }

    [Fact]
    public async Task A_fallback_policy_applies_to_operations_without_another()
    {
        using var document = await GetAsync(
            app => app.MapGet("/open", () => "open"),
            configure: builder => builder.Services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        Security(document, "/open").Should().Equal("HipaaJwt: ", "HipaaJwt-DPoP: ");
    }

    [Fact]
    public async Task A_declared_response_is_kept()
    {
        using var document = await GetAsync(app => app.MapGet("/declared", () => "x").ProducesProblem(403).RequirePermission("chart:read"));

        Operation(document, "/declared").GetProperty("responses").GetProperty("403").TryGetProperty("content", out _).Should().BeTrue();
    }

    private static async Task<JsonDocument> GetAsync(
        Action<WebApplication>? map = null,
        OpenApiSpecVersion version = OpenApiSpecVersion.OpenApi3_1,
        Action<AuthenticationBuilder>? authenticate = null,
        Action<WebApplicationBuilder>? configure = null)
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Services.AddOpenApi(options =>
                {
                    options.OpenApiVersion = version;
                    options.AddHipaaJwt();
                });
                configure?.Invoke(builder);
            },
            app =>
            {
                app.MapOpenApi().AllowAnonymous();
                map?.Invoke(app);
            },
            authenticate);
        using var client = new HttpClient();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Address, "/openapi/v1.json")));
    }

    private static JsonElement Operation(JsonDocument document, string path) =>
        document.RootElement.GetProperty("paths").GetProperty(path).GetProperty("get");

    private static string[] Security(JsonDocument document, string path) =>
    [
        .. Operation(document, path).GetProperty("security").EnumerateArray()
            .SelectMany(requirement => requirement.EnumerateObject())
            .Select(scheme => $"{scheme.Name}: {string.Join(' ', scheme.Value.EnumerateArray().Select(role => role.GetString()))}"),
    ];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
