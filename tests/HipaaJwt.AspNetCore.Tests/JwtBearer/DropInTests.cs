using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.Tests.JwtBearer;

/// <summary>The pipeline of JwtBearer with the token handler of HipaaJwt.</summary>
public sealed class DropInTests
{
    [Fact]
    public async Task Accepts_a_valid_token_with_its_permissions_and_writes_one_event()
    {
        await using var server = await StartAsync(map: app => app.MapGet("/me", (ClaimsPrincipal user, HttpContext context) =>
            $"{user.FindFirstValue("sub")} {user.IsInRole("physician")} {context.GetValidatedJwt()!.Id}").RequirePermission("chart:read"));

        var response = await server.GetAsync("/me", server.Issuer.Token());

        response.Status.Should().Be(200);
        response.Body.Should().Contain("user-42 True token-1");
        var granted = server.Events.Should().ContainSingle().Subject;
        granted.Type.Should().Be(AuditEventType.AccessGranted);
        granted.Permissions.Should().Equal("chart:read");
        granted.Subject.Should().Be("user-42");
        granted.Resource.Should().Be("GET /me");
        granted.RemoteAddress.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task Rejects_tokens_that_JwtBearer_alone_would_accept_and_writes_one_event()
    {
        // A duplicate claim, a critical extension, an expiry within five minutes of skew, a lifetime of ten years, no jti, no JWT.
        await using var server = await StartAsync();
        var claims = TestIssuer.Claims().ToJsonString();
        var header = TestIssuer.Header().ToJsonString();
        (string Token, JwtErrorCode Code)[] tokens =
        [
            (server.Issuer.Sign(header, claims.Insert(1, "\"sub\":\"admin\",")), JwtErrorCode.ClaimDuplicate),
            (server.Issuer.Sign(header.Insert(1, "\"crit\":[\"x\"],\"x\":1,"), claims), JwtErrorCode.CriticalHeaderNotSupported),
            (ExpiringAt(server, TestIssuer.Now.AddMinutes(-4)), JwtErrorCode.TokenExpired),
            (ExpiringAt(server, TestIssuer.Now.AddYears(10)), JwtErrorCode.TokenLifetimeTooLong),
            (server.Issuer.Token(claims: set => set.Remove("jti")), JwtErrorCode.ClaimMissing),
            ("not-a-token", JwtErrorCode.TokenNotCompact),
        ];

        foreach (var (token, code) in tokens)
        {
            var before = server.Events.Count;
            var response = await server.GetChartAsync(token);

            response.Status.Should().Be(401);
            response.Challenge.Should().Be("Bearer error=\"invalid_token\"");
            var rejected = server.Events.Skip(before).Should().ContainSingle().Subject;
            rejected.Type.Should().Be(AuditEventType.TokenRejected);
            rejected.ReasonCode.Should().Be(code);
            rejected.Resource.Should().Be("GET /patients/{id}/chart");
        }
    }

    [Theory]
    [InlineData(null, 401, JwtErrorCode.TokenMissing)]
    [InlineData("clerk", 403, JwtErrorCode.PermissionMissing)]
    public async Task Denied_access_writes_one_event(string? role, int status, JwtErrorCode reason)
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
    public async Task A_decision_that_cannot_be_recorded_responds_503(string? role)
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
        response.Headers.Should().Contain("Retry-After: 10");
    }

    [Fact]
    public async Task Ignores_the_validation_parameters_of_the_scheme()
    {
#pragma warning disable CA5404 // These parameters would accept any token. They must have no effect.
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
    public async Task JwtBearer_events_receive_the_token_and_only_the_error_code_of_a_rejection()
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
        await server.GetChartAsync(ExpiringAt(server, TestIssuer.Now.AddMinutes(-1)));

        seen.Should().BeAssignableTo<JsonWebToken>().Which.EncodedToken.Should().Be(token);
        failure.Should().BeOfType<SecurityTokenValidationException>().Which.Message.Should().Be("507 TokenExpired (exp)");
    }

    [Fact]
    public async Task UseHipaaJwtTokenHandler_changes_only_the_named_scheme()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder => builder
            .AddJwtBearer("Replaced", _ => { })
            .AddJwtBearer("Other", _ => { })
            .UseHipaaJwtTokenHandler("Replaced"));
        var options = server.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<JwtBearerOptions>>();

        var replaced = options.Get("Replaced").TokenHandlers.Should().ContainSingle().Subject;
        options.Get("Other").TokenHandlers.Should().ContainSingle().Which
            .Should().NotBeSameAs(replaced).And.BeOfType<JsonWebTokenHandler>();
        var (valid, forged) = (server.Issuer.Token(), server.Issuer.Token() + "x");
        var parameters = new TokenValidationParameters { AuthenticationType = "x" };
        (await replaced.ValidateTokenAsync(replaced.ReadToken(valid), new TokenValidationParameters())).IsValid.Should().BeTrue();
        (await replaced.ValidateTokenAsync(replaced.ReadToken(forged), parameters)).IsValid.Should().BeFalse();
    }

    [Theory]
    [InlineData("Beraer")]
    [InlineData("HipaaJwt")]
    public async Task A_scheme_that_AddJwtBearer_did_not_add_stops_the_start(string name)
    {
        await using var server = ClinicServer.Build(authenticate: builder =>
            builder.AddHipaaJwtBearer().AddJwtBearer().UseHipaaJwtTokenHandler(name));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"*\"{name}\"*Pass the name that was passed to AddJwtBearer*");
    }

    [Fact]
    public async Task Token_handlers_that_are_changed_later_stop_the_start()
    {
        await using var server = ClinicServer.Build(authenticate: builder => builder.AddJwtBearer().UseHipaaJwtTokenHandler()
            .Services.PostConfigure<JwtBearerOptions>("Bearer", options => options.TokenHandlers.Add(new JsonWebTokenHandler())));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*not validate tokens with HipaaJwt*last*");
    }

    private static string ExpiringAt(ClinicServer server, DateTimeOffset time) =>
        server.Issuer.Token(claims: claims => claims["exp"] = time.ToUnixTimeSeconds());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_ticket_expires_with_its_token(bool encrypted)
    {
        using var key = RSA.Create(2048);
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.Configure<HipaaJwtOptions>(options =>
            {
                options.Decryption.Keys.Add(new RsaSecurityKey(key) { KeyId = "own" });
                options.Decryption.KeyManagementAlgorithms.Add(JweAlgorithm.RsaOaep256);
                options.Decryption.ContentEncryptionAlgorithms.Add(JweEncryption.A256Gcm);
            }),
            app => app.MapGet("/ticket", async (HttpContext http) =>
            {
                var result = await http.AuthenticateAsync();
                return result.Properties!.ExpiresUtc?.ToString("O", CultureInfo.InvariantCulture);
            }),
            builder => builder.AddJwtBearer().UseHipaaJwtTokenHandler());
        var token = server.Issuer.Token();
        var sent = encrypted
            ? RawJwe.Rsa("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"own","cty":"JWT"}""", key, "A256GCM", token)
            : token;

        (await server.GetAsync("/ticket", sent)).Body.Should().Contain(
            TestIssuer.Now.AddMinutes(10).ToString("O", CultureInfo.InvariantCulture));
    }

    private static Task<ClinicServer> StartAsync(Action<JwtBearerOptions>? configure = null, Action<WebApplication>? map = null) =>
        ClinicServer.StartAsync(
            map: map,
            authenticate: builder => builder.AddJwtBearer(options => configure?.Invoke(options)).UseHipaaJwtTokenHandler());
}
