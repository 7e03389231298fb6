using System.Net;
using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.Tests.JwtBearer;

/// <summary>JwtBearer's own pipeline, with one line that makes it strict.</summary>
public sealed class DropInTests
{
    [Fact]
    public async Task A_good_token_is_accepted_with_permissions_and_one_event()
    {
        await using var server = await StartAsync(map: app => app.MapGet("/me", (ClaimsPrincipal user, HttpContext context) =>
            $"{user.FindFirstValue("sub")} {user.IsInRole("physician")} {context.GetValidatedJwt()!.Id}").RequirePermission("chart:read"));

        var response = await server.GetAsync("/me", server.Issuer.Token());

        response.Status.Should().Be(200);
        response.Body.Should().Contain("user-42 True token-1");
        var permitted = server.Events.Should().ContainSingle().Subject;
        permitted.Type.Should().Be(AuditEventType.AccessGranted);
        permitted.Permissions.Should().Equal("chart:read");
        permitted.Subject.Should().Be("user-42");
        permitted.Resource.Should().Be("GET /me");
        permitted.RemoteAddress.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task What_jwtbearer_would_let_pass_is_refused_with_one_event()
    {
        // A duplicate member, a critical extension, an expiry within the five minutes of skew, a lifetime of ten years.
        await using var server = await StartAsync();
        var claims = TestIssuer.Claims().ToJsonString();
        var header = TestIssuer.Header().ToJsonString();
        (string Token, JwtErrorCode Code)[] hostile =
        [
            (server.Issuer.Sign(header, claims.Insert(1, "\"sub\":\"admin\",")), JwtErrorCode.ClaimDuplicate),
            (server.Issuer.Sign(header.Insert(1, "\"crit\":[\"x\"],\"x\":1,"), claims), JwtErrorCode.CriticalHeaderNotSupported),
            (server.Issuer.Token(claims: set => set["exp"] = TestIssuer.Now.AddMinutes(-4).ToUnixTimeSeconds()), JwtErrorCode.TokenExpired),
            (server.Issuer.Token(claims: set => set["exp"] = TestIssuer.Now.AddYears(10).ToUnixTimeSeconds()), JwtErrorCode.TokenLifetimeTooLong),
            (server.Issuer.Token(claims: set => set.Remove("jti")), JwtErrorCode.ClaimMissing),
            ("not-a-token", JwtErrorCode.TokenNotCompact),
        ];

        foreach (var (token, code) in hostile)
        {
            var before = server.Events.Count;
            var response = await server.GetChartAsync(token);

            response.Status.Should().Be(401);
            response.Challenge.Should().Be("Bearer error=\"invalid_token\"");
            var refused = server.Events.Skip(before).Should().ContainSingle().Subject;
            refused.Type.Should().Be(AuditEventType.TokenRejected);
            refused.ReasonCode.Should().Be(code);
            refused.Resource.Should().Be("GET /patients/{id}/chart");
        }
    }

    [Theory]
    [InlineData(null, 401, JwtErrorCode.TokenMissing)]
    [InlineData("clerk", 403, JwtErrorCode.PermissionMissing)]
    public async Task Access_is_denied_with_one_event(string? role, int status, JwtErrorCode reason)
    {
        await using var server = await StartAsync();

        var response = await server.GetChartAsync(role is null ? null : server.Issuer.Token(claims: claims => claims["roles"] = role));

        response.Status.Should().Be(status);
        var denied = server.Events.Should().ContainSingle().Subject;
        denied.Type.Should().Be(AuditEventType.AccessDenied);
        denied.ReasonCode.Should().Be(reason);
    }

    [Theory]
    [InlineData("physician")]
    [InlineData("clerk")]
    [InlineData(null)]
    [InlineData("forged")]
    public async Task A_decision_that_cannot_be_recorded_is_refused_as_unavailable(string? role)
    {
        await using var server = await StartAsync();
        server.Sink.FailsFor = _ => true;

        var response = await server.GetChartAsync(role switch
        {
            null => null,
            "forged" => server.Issuer.Token() + "x",
            _ => server.Issuer.Token(claims: claims => claims["roles"] = role),
        });

        response.Status.Should().Be(503);
        response.Challenge.Should().BeNull();
    }

    [Fact]
    public async Task The_scheme_s_own_handlers_no_longer_count()
    {
#pragma warning disable CA5404 // These options alone would accept any token at all, and must not count.
        await using var server = await StartAsync(options => options.TokenValidationParameters = new TokenValidationParameters
        {
            SignatureValidator = (token, _) => new JsonWebToken(token),
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
#pragma warning restore CA5404

        (await server.GetChartAsync(server.Issuer.Token() + "x")).Status.Should().Be(401);
        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
    }

    [Fact]
    public async Task Events_of_jwtbearer_see_the_token_and_only_the_code_of_a_refusal()
    {
        SecurityToken? seen = null;
        Exception? failure = null;
        await using var server = await StartAsync(options => options.Events = new JwtBearerEvents
        {
            OnTokenValidated = context => Task.FromResult(seen = context.SecurityToken),
            OnAuthenticationFailed = context => Task.FromResult(failure = context.Exception),
        });

        var token = server.Issuer.Token();
        await server.GetChartAsync(token);
        await server.GetChartAsync(server.Issuer.Token(claims: claims => claims["exp"] = TestIssuer.Now.AddMinutes(-1).ToUnixTimeSeconds()));

        seen.Should().BeOfType<JsonWebToken>().Which.EncodedToken.Should().Be(token);
        failure.Should().BeOfType<SecurityTokenValidationException>().Which.Message.Should().Be("507 TokenExpired (exp)");
    }

    [Fact]
    public async Task A_scheme_of_another_name_can_be_made_strict_and_the_rest_left_alone()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder => builder
            .AddJwtBearer("Strict", _ => { })
            .AddJwtBearer("Other", _ => { })
            .UseHipaaJwtTokenHandler("Strict"));
        var options = server.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<JwtBearerOptions>>();

        var strict = options.Get("Strict").TokenHandlers.Should().ContainSingle().Subject;
        options.Get("Other").TokenHandlers.Should().ContainSingle().Which.Should().NotBeSameAs(strict).And.BeOfType<JsonWebTokenHandler>();
        var (good, bad) = (server.Issuer.Token(), server.Issuer.Token() + "x");
        (await strict.ValidateTokenAsync(strict.ReadToken(good), new TokenValidationParameters())).IsValid.Should().BeTrue();
        (await strict.ValidateTokenAsync(strict.ReadToken(bad), new TokenValidationParameters { AuthenticationType = "x" })).IsValid.Should().BeFalse();
    }

    [Theory]
    [InlineData("Beraer")]
    [InlineData("HipaaJwt")]
    public async Task A_scheme_that_jwtbearer_did_not_add_stops_the_start(string name)
    {
        await using var server = ClinicServer.Build(authenticate: builder => builder.AddHipaaJwtBearer().AddJwtBearer().UseHipaaJwtTokenHandler(name));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"*\"{name}\"*Give it the name that AddJwtBearer was given*");
    }

    [Fact]
    public async Task Handlers_that_are_put_back_later_stop_the_start()
    {
        await using var server = ClinicServer.Build(authenticate: builder => builder.AddJwtBearer().UseHipaaJwtTokenHandler()
            .Services.PostConfigure<JwtBearerOptions>("Bearer", options => options.TokenHandlers.Add(new JsonWebTokenHandler())));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not strict*last*");
    }

    private static Task<ClinicServer> StartAsync(Action<JwtBearerOptions>? configure = null, Action<WebApplication>? map = null) => ClinicServer.StartAsync(
        map: map,
        authenticate: builder => builder.AddJwtBearer(options => configure?.Invoke(options)).UseHipaaJwtTokenHandler());
}
