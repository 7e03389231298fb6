using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
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
    public async Task The_context_is_one_of_those_that_are_asked_for(string path, string? context, int status)
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
    public async Task All_methods_that_are_asked_for_are_needed(string methods, int status)
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
    public async Task The_authentication_is_recent_enough(long? age, int status)
    {
        await using var server = await StartAsync();

        var response = await server.GetAsync("/recent", TokenOf(server, claims => claims["auth_time"] = Now + age));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be(status == 200 ? null : Error + ", max_age=\"300\"");
    }

    [Fact]
    public async Task A_remembered_token_grows_old_between_two_requests()
    {
        await using var server = await StartAsync();
        var token = TokenOf(server, claims => claims["auth_time"] = Now - 300);

        (await server.GetAsync("/recent", token)).Status.Should().Be(200);
        server.Issuer.Time.Advance(TimeSpan.FromSeconds(30));
        (await server.GetAsync("/recent", token)).Status.Should().Be(200);
        server.Issuer.Time.Advance(TimeSpan.FromSeconds(1));
        (await server.GetAsync("/recent", token)).Status.Should().Be(401);
        (await server.GetChartAsync(token)).Status.Should().Be(200, "the token itself is as good as before");
    }

    [Fact]
    public async Task The_event_says_that_the_authentication_did_not_suffice()
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
    public async Task Who_lacks_the_permission_is_not_sent_to_authenticate(string role, int age, int status, JwtErrorCode reason)
    {
        await using var server = await StartAsync();

        var response = await server.GetAsync("/prescribe", TokenOf(server, claims => (claims["roles"], claims["auth_time"]) = (role, Now + age)));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be(status switch { 401 => Error + ", max_age=\"60\"", 403 => "Bearer error=\"insufficient_scope\"", _ => null });
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(reason);
    }

    [Fact]
    public async Task Who_fails_another_requirement_is_not_sent_to_authenticate_either()
    {
        await using var server = await StartAsync();

        (await server.GetAsync("/closed", TokenOf(server))).Status.Should().Be(403);
        (await server.GetAsync("/vetoed", TokenOf(server))).Status.Should().Be(403);

        server.Events.Should().HaveCount(2).And.OnlyContain(denied => denied.ReasonCode == JwtErrorCode.RequirementNotMet);
    }

    [Fact]
    public async Task Without_a_good_token_the_answer_tells_nothing_of_the_demand()
    {
        await using var server = await StartAsync();

        (await server.GetAsync("/recent")).Challenge.Should().Be("Bearer");
        (await server.GetAsync("/recent", "x")).Challenge.Should().Be("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task What_group_and_endpoint_ask_for_is_told_at_once()
    {
        await using var server = await StartAsync();
        var half = TokenOf(server, claims => (claims["acr"], claims["auth_time"], claims["amr"]) = ("phrh", Now - 1000, new JsonArray("mfa")));
        var whole = TokenOf(server, claims => (claims["acr"], claims["auth_time"], claims["amr"]) = ("phr", Now - 60, new JsonArray("mfa")));

        (await server.GetAsync("/group/strong", half)).Challenge.Should().Be(Error + ", acr_values=\"phr\", max_age=\"60\"");
        (await server.GetAsync("/group/strong", whole)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("GET /stepup/7", 401, "max_age=\"600\"")]
    [InlineData("PUT /stepup/7", 401, "acr_values=\"phr\", max_age=\"600\"")]
    public async Task Controllers_and_actions_can_ask(string request, int status, string demand)
    {
        await using var server = await StartAsync();

        var response = await server.SendAsync(request, "Authorization: Bearer " + TokenOf(server));

        response.Status.Should().Be(status);
        response.Challenge.Should().Be($"{Error}, {demand}");
        (await server.SendAsync(request, "Authorization: Bearer " + TokenOf(server, claims => (claims["acr"], claims["auth_time"]) = ("phr", Now)))).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_realm_and_the_name_of_the_code_stand_in_the_challenge_where_they_are_set()
    {
        await using var server = await StartAsync(authenticate: builder => builder.AddHipaaJwtBearer(options => (options.Realm, options.IncludeErrorDetails) = ("clinic", true)));

        (await server.GetAsync("/recent", TokenOf(server))).Challenge.Should().Be(
            "Bearer realm=\"clinic\", error=\"insufficient_user_authentication\", error_description=\"AuthenticationInsufficient\", max_age=\"300\"");
    }

    [Fact]
    public async Task A_service_that_stays_on_jwtbearer_gives_the_same_answer()
    {
        await using var server = await StartAsync(authenticate: builder => builder.AddJwtBearer().UseHipaaJwtTokenHandler());

        var response = await server.GetAsync("/context", TokenOf(server));

        response.Status.Should().Be(401);
        response.Challenge.Should().Be(Error + ", acr_values=\"phrh phr\"");
        (await server.GetAsync("/prescribe", TokenOf(server, claims => claims["roles"] = "nurse"))).Status.Should().Be(403);
        (await server.GetAsync("/context", TokenOf(server, claims => claims["acr"] = "phr"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task Events_of_jwtbearer_that_have_answered_already_are_left_alone()
    {
        await using var server = await StartAsync(authenticate: builder => builder
            .AddJwtBearer(options => options.Events = new JwtBearerEvents { OnForbidden = context => context.Response.WriteAsync("no") })
            .UseHipaaJwtTokenHandler());

        var response = await server.GetAsync("/context", TokenOf(server));

        response.Status.Should().Be(403);
        response.Body.Should().Contain("no");
    }

    [Fact]
    public async Task Two_schemes_on_one_endpoint_both_say_what_is_needed()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/two", () => "ok").RequireStepUp(acrValues: ["phr"]).RequireAuthorization(policy => policy.AddAuthenticationSchemes("One", "Two").RequireAuthenticatedUser()),
            authenticate: builder => builder.AddHipaaJwtBearer("One", null).AddHipaaJwtBearer("Two", null));

        var response = await server.GetAsync("/two", TokenOf(server));

        response.Status.Should().Be(401);
        response.Headers.Where(header => header.StartsWith("WWW-Authenticate", StringComparison.Ordinal)).Should().HaveCount(2).And.OnlyContain(header => header.EndsWith(Error + ", acr_values=\"phr\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_denial_that_cannot_be_recorded_is_unavailable()
    {
        await using var server = await StartAsync();
        server.Sink.FailsFor = _ => true;

        var response = await server.GetAsync("/recent", TokenOf(server));

        response.Status.Should().Be(503);
        response.Challenge.Should().BeNull();
    }

    [Fact]
    public async Task Code_can_ask_by_hand_by_the_name_of_the_policy()
    {
        var policy = new RequireStepUpAttribute { MaxAgeSeconds = 300 }.Policy!;
        await using var server = await StartAsync(map: app => app.MapGet("/by-hand", async (HttpContext context, IAuthorizationService authorization) =>
            (await authorization.AuthorizeAsync(context.User, null, policy)).Succeeded.ToString()).RequirePermission("chart:read"));

        (await server.GetAsync("/by-hand", TokenOf(server))).Body.Should().Contain("False");
        (await server.GetAsync("/by-hand", TokenOf(server, claims => claims["auth_time"] = Now))).Body.Should().Contain("True");
        server.Events.Select(decision => decision.ReasonCode).Should().Equal(JwtErrorCode.None, JwtErrorCode.AuthenticationInsufficient, JwtErrorCode.None, JwtErrorCode.None);
    }

    private static string TokenOf(ClinicServer server, Action<JsonObject>? claims = null) => server.Issuer.Token(claims: claims);

    private static Task<ClinicServer> StartAsync(Action<WebApplication>? map = null, Action<Microsoft.AspNetCore.Authentication.AuthenticationBuilder>? authenticate = null) => ClinicServer.StartAsync(
        builder => builder.Services.AddController<StepUpController>(),
        app =>
        {
            app.MapGet("/context", () => "ok").RequireStepUp(acrValues: ["phrh", "phr"]);
            app.MapGet("/methods", () => "ok").RequireStepUp(authenticationMethods: ["mfa", "otp"]);
            app.MapGet("/recent", () => "ok").RequireStepUp(maxAge: TimeSpan.FromMinutes(5));
            app.MapGet("/prescribe", () => "ok").RequirePermission("chart:write").RequireStepUp(maxAge: TimeSpan.FromMinutes(1));
            app.MapGet("/closed", () => "ok").RequireStepUp(maxAge: TimeSpan.FromMinutes(1)).RequireAuthorization(policy => policy.RequireAssertion(_ => false));
            app.MapGet("/vetoed", () => "ok").RequireStepUp(maxAge: TimeSpan.FromMinutes(1)).RequireAuthorization(policy => policy.RequireAssertion(context =>
            {
                context.Fail();
                return false;
            }));
            app.MapGroup("/group").RequireStepUp(acrValues: ["phrh", "phr"], maxAge: TimeSpan.FromHours(1))
                .MapGet("/strong", () => "ok").RequireStepUp(acrValues: ["phr"], maxAge: TimeSpan.FromMinutes(1), authenticationMethods: ["mfa"]);
            app.MapControllers();
            map?.Invoke(app);
        },
        authenticate);
}
