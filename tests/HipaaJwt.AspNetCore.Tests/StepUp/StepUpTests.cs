using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.StepUp;

/// <summary>Step-up authentication (RFC 9470) over a real server.</summary>
public sealed class StepUpTests
{
    private const string Error = "Bearer error=\"insufficient_user_authentication\"";

    private static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    [Theory]
    [InlineData("/context", "phr", 200)]
    [InlineData("/context", "phrh", 200)]
    [InlineData("/context", "PHR", 401)]
    [InlineData("/context", "phr phrh", 401)]
    [InlineData("/context", null, 401)]
    public async Task Acr_must_be_one_of_the_accepted_values(string path, string? context, int status)
    {
        await using var server = await StartAsync();

        var response = await server.GetAsync(path, TokenOf(server, claims => claims["acr"] = context));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be(status == 200 ? null : Error + ", acr_values=\"phrh phr\"");
    }

    [Theory]
    [InlineData("[\"pwd\",\"mfa\",\"otp\"]", 200)]
    [InlineData("[\"mfa\"]", 401)]
    [InlineData("[\"otp\",\"MFA\"]", 401)]
    [InlineData("\"mfa otp\"", 401)]
    [InlineData("[]", 401)]
    public async Task Amr_must_contain_all_required_methods(string methods, int status)
    {
        await using var server = await StartAsync();

        var response = await server.GetAsync("/methods", TokenOf(server, claims => claims["amr"] = JsonNode.Parse(methods)));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be(status == 200 ? null : Error);
    }

    [Theory]
    [InlineData(-330L, 200)]
    [InlineData(-331L, 401)]
    [InlineData(31L, 401)]
    [InlineData(null, 401)]
    public async Task Auth_time_must_be_within_the_maximum_age_and_the_clock_skew(long? age, int status)
    {
        await using var server = await StartAsync();

        var response = await server.GetAsync("/recent", TokenOf(server, claims => claims["auth_time"] = Now + age));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be(status == 200 ? null : Error + ", max_age=\"300\"");
    }

    [Fact]
    public async Task The_authentication_of_a_cached_token_can_become_too_old()
    {
        await using var server = await StartAsync();
        var token = TokenOf(server, claims => claims["auth_time"] = Now - 300);

        (await server.GetAsync("/recent", token)).Status.Should().Be(200);
        server.Issuer.Time.Advance(TimeSpan.FromSeconds(30));
        (await server.GetAsync("/recent", token)).Status.Should().Be(200);
        server.Issuer.Time.Advance(TimeSpan.FromSeconds(1));
        (await server.GetAsync("/recent", token)).Status.Should().Be(401);
        (await server.GetChartAsync(token)).Status.Should().Be(200, "the token itself is still valid");
    }

    [Fact]
    public async Task The_event_contains_AuthenticationInsufficient()
    {
        await using var server = await StartAsync();

        await server.GetAsync("/recent", TokenOf(server));

        var denied = server.Events.Should().ContainSingle().Subject;
        denied.Type.Should().Be(AuditEventType.AccessDenied);
        denied.ReasonCode.Should().Be(JwtErrorCode.AuthenticationInsufficient);
        denied.Subject.Should().Be("user-42");
        denied.Resource.Should().Be("GET /recent");
    }

    [Theory]
    [InlineData("nurse", 0, 403, JwtErrorCode.PermissionMissing)]
    [InlineData("nurse", -9999, 403, JwtErrorCode.PermissionMissing)]
    [InlineData("physician", -9999, 401, JwtErrorCode.AuthenticationInsufficient)]
    [InlineData("physician", 0, 200, JwtErrorCode.None)]
    public async Task A_missing_permission_responds_403_without_a_step_up_challenge(string role, int age, int status, JwtErrorCode reason)
    {
        await using var server = await StartAsync();

        var token = TokenOf(server, claims => (claims["roles"], claims["auth_time"]) = (role, Now + age));
        var response = await server.GetAsync("/prescribe", token);

        response.Status.Should().Be(status);
        response.Challenge.Should().Be(status switch
        {
            401 => Error + ", max_age=\"60\"",
            403 => "Bearer error=\"insufficient_scope\"",
            _ => null,
        });
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(reason);
    }

    [Fact]
    public async Task Another_failed_requirement_responds_403_without_a_step_up_challenge()
    {
        await using var server = await StartAsync();

        (await server.GetAsync("/unsatisfied", TokenOf(server))).Status.Should().Be(403);
        (await server.GetAsync("/failed", TokenOf(server))).Status.Should().Be(403);

        server.Events.Should().HaveCount(2).And.OnlyContain(denied => denied.ReasonCode == JwtErrorCode.RequirementNotMet);
    }

    [Fact]
    public async Task The_response_to_a_missing_or_rejected_token_does_not_contain_the_criteria()
    {
        await using var server = await StartAsync();

        (await server.GetAsync("/recent")).Challenge.Should().Be("Bearer");
        (await server.GetAsync("/recent", "x")).Challenge.Should().Be("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task The_challenge_combines_the_criteria_of_group_and_endpoint()
    {
        await using var server = await StartAsync();
        var insufficient = TokenOf(server, claims =>
            (claims["acr"], claims["auth_time"], claims["amr"]) = ("phrh", Now - 1000, new JsonArray("mfa")));
        var sufficient = TokenOf(server, claims =>
            (claims["acr"], claims["auth_time"], claims["amr"]) = ("phr", Now - 60, new JsonArray("mfa")));

        (await server.GetAsync("/group/strong", insufficient)).Challenge.Should().Be(Error + ", acr_values=\"phr\", max_age=\"60\"");
        (await server.GetAsync("/group/strong", sufficient)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("GET /stepup/7", 401, "max_age=\"600\"")]
    [InlineData("PUT /stepup/7", 401, "acr_values=\"phr\", max_age=\"600\"")]
    public async Task Controllers_and_actions_can_require_a_step_up(string request, int status, string criteria)
    {
        await using var server = await StartAsync();

        var response = await server.SendAsync(request, "Authorization: Bearer " + TokenOf(server));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be($"{Error}, {criteria}");
        var sufficient = TokenOf(server, claims => (claims["acr"], claims["auth_time"]) = ("phr", Now));
        (await server.SendAsync(request, "Authorization: Bearer " + sufficient)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_challenge_contains_the_realm_and_the_error_code_if_configured()
    {
        await using var server = await StartAsync(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => (options.Realm, options.IncludeErrorDetails) = ("clinic", true)));

        (await server.GetAsync("/recent", TokenOf(server))).Challenge.Should().Be(
            "Bearer realm=\"clinic\", error=\"insufficient_user_authentication\", "
            + "error_description=\"AuthenticationInsufficient\", max_age=\"300\"");
    }

    [Fact]
    public async Task JwtBearer_with_the_token_handler_writes_the_same_challenge()
    {
        await using var server = await StartAsync(authenticate: builder => builder.AddJwtBearer().UseHipaaJwtTokenHandler());

        var response = await server.GetAsync("/context", TokenOf(server));

        response.Status.Should().Be(401);
        response.Challenge.Should().Be(Error + ", acr_values=\"phrh phr\"");
        (await server.GetAsync("/prescribe", TokenOf(server, claims => claims["roles"] = "nurse"))).Status.Should().Be(403);
        (await server.GetAsync("/context", TokenOf(server, claims => claims["acr"] = "phr"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_response_that_a_JwtBearer_event_started_is_not_changed()
    {
        await using var server = await StartAsync(authenticate: builder => builder
            .AddJwtBearer(options => options.Events = new JwtBearerEvents { OnForbidden = context => context.Response.WriteAsync("no") })
            .UseHipaaJwtTokenHandler());

        var response = await server.GetAsync("/context", TokenOf(server));

        response.Status.Should().Be(403);
        response.Body.Should().Contain("no");
    }

    [Fact]
    public async Task Two_schemes_on_one_endpoint_both_write_the_step_up_challenge()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/two", () => "ok")
                .RequireStepUp(acrValues: ["phr"])
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes("One", "Two").RequireAuthenticatedUser()),
            authenticate: builder => builder.AddHipaaJwtBearer("One", null).AddHipaaJwtBearer("Two", null));

        var response = await server.GetAsync("/two", TokenOf(server));

        response.Status.Should().Be(401);
        response.Headers.Where(header => header.StartsWith("WWW-Authenticate", StringComparison.Ordinal))
            .Should().HaveCount(2)
            .And.OnlyContain(header => header.EndsWith(Error + ", acr_values=\"phr\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_denial_that_cannot_be_recorded_responds_503()
    {
        await using var server = await StartAsync();
        server.Sink.FailsFor = _ => true;

        var response = await server.GetAsync("/recent", TokenOf(server));

        response.Status.Should().Be(503);
        response.Challenge.Should().BeNull();
        response.Headers.Should().Contain("Retry-After: 10");
    }

    [Fact]
    public async Task Code_can_evaluate_the_policy_by_name()
    {
        var policy = new RequireStepUpAttribute { MaxAgeSeconds = 300 }.Policy!;
        await using var server = await StartAsync(map: app => app.MapGet(
            "/imperative",
            async (HttpContext context, IAuthorizationService authorization) =>
                (await authorization.AuthorizeAsync(context.User, null, policy)).Succeeded.ToString()).RequirePermission("chart:read"));

        (await server.GetAsync("/imperative", TokenOf(server))).Body.Should().Contain("False");
        (await server.GetAsync("/imperative", TokenOf(server, claims => claims["auth_time"] = Now))).Body.Should().Contain("True");
        server.Events.Select(decision => decision.ReasonCode).Should().Equal(
            JwtErrorCode.None, JwtErrorCode.AuthenticationInsufficient, JwtErrorCode.None, JwtErrorCode.None);
    }

    private static string TokenOf(ClinicServer server, Action<JsonObject>? claims = null) => server.Issuer.Token(claims: claims);

    private static Task<ClinicServer> StartAsync(
        Action<WebApplication>? map = null,
        Action<AuthenticationBuilder>? authenticate = null) => ClinicServer.StartAsync(
        builder => builder.Services.AddController<StepUpController>(),
        app =>
        {
            app.MapGet("/context", () => "ok").RequireStepUp(acrValues: ["phrh", "phr"]);
            app.MapGet("/methods", () => "ok").RequireStepUp(authenticationMethods: ["mfa", "otp"]);
            app.MapGet("/recent", () => "ok").RequireStepUp(maxAge: TimeSpan.FromMinutes(5));
            app.MapGet("/prescribe", () => "ok").RequirePermission("chart:write").RequireStepUp(maxAge: TimeSpan.FromMinutes(1));
            app.MapGet("/unsatisfied", () => "ok")
                .RequireStepUp(maxAge: TimeSpan.FromMinutes(1))
                .RequireAuthorization(policy => policy.RequireAssertion(_ => false));
            app.MapGet("/failed", () => "ok")
                .RequireStepUp(maxAge: TimeSpan.FromMinutes(1))
                .RequireAuthorization(policy => policy.RequireAssertion(context =>
                {
                    context.Fail();
                    return false;
                }));
            app.MapGroup("/group").RequireStepUp(acrValues: ["phrh", "phr"], maxAge: TimeSpan.FromHours(1))
                .MapGet("/strong", () => "ok")
                .RequireStepUp(acrValues: ["phr"], maxAge: TimeSpan.FromMinutes(1), authenticationMethods: ["mfa"]);
            app.MapControllers();
            map?.Invoke(app);
        },
        authenticate);
}
