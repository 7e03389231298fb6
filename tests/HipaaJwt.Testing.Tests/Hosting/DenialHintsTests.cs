using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using HipaaJwt.Testing.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Testing.Tests.Hosting;

public sealed class DenialHintsTests
{
    private const string Reason = "HipaaJwt-Testing-Reason";
    private const string Hint = "HipaaJwt-Testing-Hint";

    [Fact]
    public async Task A_denial_names_its_reason_in_a_header()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();
        using var nurse = factory.CreateClient().As("nurse.kim", roles: ["nurse"]);
        using var late = factory.CreateClient().With(factory.GetTestIssuer().CreateExpiredToken("dr.rivera", roles: ["physician"]));

        (await nurse.GetAsync("/chart")).Headers.GetValues(Reason).Should().Equal("900 PermissionMissing, required: chart:read");
        (await late.GetAsync("/chart")).Headers.GetValues(Reason).Should().Equal("507 TokenExpired (exp)");
    }

    [Fact]
    public async Task Granted_access_has_no_hint()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        var response = await client.GetAsync("/chart");

        response.Headers.Select(header => header.Key).Should().NotContain([Reason, Hint]);
    }

    [Fact]
    public async Task A_denial_of_a_user_without_an_issuer_names_the_issuers_of_a_host_that_trusts_several()
    {
        const string partner = "https://idp.partner.example";
        await using var app = TestApp.WithTrust(options =>
        {
            options.Issuers.Add(TestApp.TrustOf());
            options.Issuers.Add(TestApp.TrustOf(issuer => issuer.Issuer = partner));
        });
        await using var factory = app.WithHipaaJwtTesting();
        using var unnamed = factory.CreateClient().As("nurse.kim", roles: ["nurse"]);
        using var named = factory.CreateClient().As("nurse.kim", roles: ["nurse"], issuer: partner);
        using var granted = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await unnamed.GetAsync("/chart")).Headers.GetValues(Hint).Should().Equal(
            $"As used the first of 2 trusted issuers, {TestApp.Issuer}. To act as a user of another issuer, write "
            + $"client.As(..., issuer: \"{partner}\").");
        (await named.GetAsync("/chart")).Headers.Contains(Hint).Should().BeFalse();
        (await granted.GetAsync("/chart")).Headers.Contains(Hint).Should().BeFalse();
    }

    [Fact]
    public async Task A_user_of_a_test_handler_is_denied_and_the_response_names_the_remedy()
    {
        await using var app = WithTestHandler();
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient();

        var response = await client.GetAsync("/chart");

        response.StatusCode.Should().BeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
        response.Headers.GetValues(Hint).Should().ContainSingle().Which.Should()
            .Be("The scheme Test signed a user in without a token, so HipaaJwt grants nothing. Remove that handler and write "
                + "client.As(\"dr.rivera\", roles: [\"physician\"]).");
    }

    [Fact]
    public async Task Without_the_kit_the_user_of_a_test_handler_is_denied_too()
    {
        await using var app = WithTestHandler();
        using var client = app.CreateClient();

        var response = await client.GetAsync("/chart");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.Contains(Hint).Should().BeFalse();
    }

    [Fact]
    public async Task A_user_with_a_token_gets_access_beside_a_test_handler()
    {
        await using var app = WithTestHandler();
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");
    }

    [Fact]
    public async Task A_request_without_any_user_has_no_hint()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient();

        var response = await client.GetAsync("/chart");

        response.Headers.Contains(Hint).Should().BeFalse();
        response.Headers.GetValues(Reason).Should().Equal("100 TokenMissing, required: chart:read");
    }

    private static TestApp WithTestHandler() => TestApp.WithTrust(
        options => options.Issuers.Add(TestApp.TrustOf(issuer =>
        {
            using var keys = new TestTokenIssuer();
            issuer.MetadataAddress = null;
            issuer.SigningKeys.Add(keys.PublicKey);
        })),
        services: services => services.AddAuthentication("Test")
            .AddScheme<AuthenticationSchemeOptions, TestAuthHandler>("Test", _ => { }));

    /// <summary>The handler that tutorials recommend.</summary>
    private sealed class TestAuthHandler(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "dr.rivera"), new Claim(ClaimTypes.Role, "physician")], "Test");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "Test")));
        }
    }
}
