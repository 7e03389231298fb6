using System.Net;
using HipaaJwt.Testing.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Testing.Tests.Clients;

/// <summary>Applications with several issuers and trusts.</summary>
public sealed class TrustTests
{
    private const string Partner = "https://idp.partner.example";

    [Fact]
    public async Task A_user_comes_from_the_issuer_that_the_test_names()
    {
        await using var app = TestApp.WithTrust(options =>
        {
            options.Issuers.Add(TestApp.TrustOf());
            options.Issuers.Add(TestApp.TrustOf(issuer => issuer.Issuer = Partner));
        });
        await using var factory = app.WithHipaaJwtTesting();
        using var own = factory.CreateClient().As("dr.rivera", roles: ["physician"]);
        using var partner = factory.CreateClient().As("dr.lee", roles: ["physician"], issuer: Partner);

        (await own.GetStringAsync("/chart")).Should().Be("dr.rivera");
        (await partner.GetStringAsync("/chart")).Should().Be("dr.lee");

        var audit = factory.GetAuditRecorder();
        audit.ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Once().Issuer.Should().Be(TestApp.Issuer);
        audit.ShouldHave(AuditEventType.AccessGranted).By("dr.lee").Once().Issuer.Should().Be(Partner);
    }

    [Fact]
    public async Task The_key_of_one_issuer_does_not_serve_the_other()
    {
        await using var app = TestApp.WithTrust(options =>
        {
            options.Issuers.Add(TestApp.TrustOf());
            options.Issuers.Add(TestApp.TrustOf(issuer => issuer.Issuer = Partner));
        });
        await using var factory = app.WithHipaaJwtTesting();
        var token = factory.GetTestIssuer(Partner).CreateToken("dr.lee", ["physician"], claims: new() { ["iss"] = TestApp.Issuer });
        using var client = factory.CreateClient().With(token);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        factory.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.IssuerNotAllowed);
    }

    [Fact]
    public async Task An_issuer_that_nobody_trusts_is_an_error_that_lists_those_that_are()
    {
        await using var app = WithNamedTrust();
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.lee", issuer: "https://unknown.example");

        var send = () => client.GetAsync("/chart");

        await send.Should().ThrowAsync<InvalidOperationException>().WithMessage(
            "The host does not trust the issuer https://unknown.example. "
            + "It trusts: https://idp.hospital.example, https://idp.partner.example (trust \"partners\").");
    }

    [Fact]
    public async Task A_named_trust_has_an_issuer_of_its_own()
    {
        await using var app = WithNamedTrust();
        await using var factory = app.WithHipaaJwtTesting();
        using var own = factory.CreateClient().As("dr.rivera", roles: ["physician"]);
        using var partner = factory.CreateClient().As("dr.lee", roles: ["referrer"], trust: "partners");

        (await own.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await own.GetAsync("/referrals")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await partner.GetStringAsync("/referrals")).Should().Be("referrals");
        (await partner.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_application_with_named_trusts_alone_needs_no_unnamed_one()
    {
        await using var app = TestApp.With(services =>
        {
            services.AddHipaaJwt("staff", options => options.Issuers.Add(TestApp.TrustOf()))
                .AddPermissions(map => map.Role("physician").Grants("chart:read"));
            services.AddAuthentication().AddHipaaJwtBearer("Staff", options => options.Trust = "staff");
        });
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");
    }

    [Fact]
    public async Task Two_clients_act_as_two_users_and_a_client_can_change()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting();
        using var first = factory.CreateClient().As("dr.rivera", roles: ["physician"]);
        using var second = factory.CreateClient().As("dr.lee", roles: ["physician"]);

        (await first.GetStringAsync("/chart")).Should().Be("dr.rivera");
        (await second.GetStringAsync("/chart")).Should().Be("dr.lee");
        (await first.AsAnonymous().GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_the_kit_a_user_of_a_client_is_nobody()
    {
        using var keys = new TestTokenIssuer();
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(keys.CreateTrustedIssuer()));
        using var client = app.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static TestApp WithNamedTrust() => TestApp.WithTrust(
        options => options.Issuers.Add(TestApp.TrustOf()),
        services: services =>
        {
            services.AddHipaaJwt("partners", options => options.Issuers.Add(TestApp.TrustOf(issuer => issuer.Issuer = Partner)))
                .AddPermissions(map => map.Role("referrer").Grants("referral:read"));
            services.AddAuthentication().AddHipaaJwtBearer("Partners", options => options.Trust = "partners");
        },
        endpoints: endpoints => endpoints.MapGet("/referrals", () => "referrals").RequireAuthorization(policy => policy
            .AddAuthenticationSchemes("Partners").RequireAuthenticatedUser()));
}
