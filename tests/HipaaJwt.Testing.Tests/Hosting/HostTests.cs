using System.Net;
using HipaaJwt.Testing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Testing.Tests.Hosting;

public sealed class HostTests
{
    [Fact]
    public async Task No_request_goes_to_the_metadata_address()
    {
        using var listener = TestApp.Listen(out var address);
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf(address: address)));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");

        listener.Pending().Should().BeFalse();
    }

    [Fact]
    public async Task No_request_goes_to_the_address_of_a_key_set()
    {
        using var listener = TestApp.Listen(out var address);
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf(issuer =>
        {
            issuer.MetadataAddress = null;
            issuer.JwksUri = $"{address}/jwks";
        })));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");

        listener.Pending().Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TestApp.Issuer)]
    public async Task No_request_goes_to_the_authority(string? name)
    {
        using var listener = TestApp.Listen(out var address);
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf(issuer =>
        {
            issuer.MetadataAddress = null;
            issuer.Issuer = name ?? string.Empty;
            issuer.Authority = address;
        })));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");

        factory.GetTestIssuer().Issuer.Should().Be(name ?? address);
        listener.Pending().Should().BeFalse();
    }

    [Fact]
    public async Task The_options_of_the_application_stay()
    {
        await using var app = TestApp.WithTrust(options =>
        {
            options.ClockSkew = TimeSpan.FromSeconds(7);
            options.Issuers.Add(TestApp.TrustOf());
        });
        await using var factory = app.WithHipaaJwtTesting();

        var issuer = factory.GetTestIssuer();
        var options = factory.Services.GetRequiredService<IOptionsMonitor<HipaaJwtOptions>>().CurrentValue;

        (issuer.Issuer, issuer.Audience, issuer.Algorithm).Should().Be((TestApp.Issuer, TestApp.Audience, JwsAlgorithm.ES256));
        options.ClockSkew.Should().Be(TimeSpan.FromSeconds(7));
        options.Issuers.Should().ContainSingle().Which.MetadataAddress.Should().BeNull();
    }

    [Theory]
    [InlineData(JwsAlgorithm.RS256)]
    [InlineData(JwsAlgorithm.RS384)]
    [InlineData(JwsAlgorithm.PS256)]
    [InlineData(JwsAlgorithm.PS512)]
    [InlineData(JwsAlgorithm.ES384)]
    [InlineData(JwsAlgorithm.ES512)]
    public async Task The_issuer_signs_with_the_algorithm_of_the_options(JwsAlgorithm algorithm)
    {
        await using var app = TestApp.WithTrust(
            options => options.Issuers.Add(TestApp.TrustOf(issuer => issuer.ReplaceAlgorithms(algorithm))));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");

        factory.GetTestIssuer().Algorithm.Should().Be(algorithm);
    }

    [Fact]
    public async Task An_issuer_with_symmetric_algorithms_alone_gets_one_with_a_public_key()
    {
        await using var app = TestApp.WithTrust(
            options => options.Issuers.Add(TestApp.TrustOf(issuer => issuer.ReplaceAlgorithms(JwsAlgorithm.HS256, JwsAlgorithm.HS512))));
        await using var factory = app.WithHipaaJwtTesting();
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/chart")).Should().Be("dr.rivera");

        factory.GetTestIssuer().Algorithm.Should().Be(JwsAlgorithm.ES256);
    }

    [Fact]
    public async Task An_issuer_with_one_symmetric_algorithm_uses_another()
    {
        await using var app = TestApp.WithTrust(
            options => options.Issuers.Add(TestApp.TrustOf(issuer => issuer.ReplaceAlgorithms(JwsAlgorithm.HS256, JwsAlgorithm.RS256))));
        await using var factory = app.WithHipaaJwtTesting();

        factory.GetTestIssuer().Algorithm.Should().Be(JwsAlgorithm.RS256);
    }

    [Theory]
    [InlineData("Development", false)]
    [InlineData("Testing", false)]
    [InlineData("Production", true)]
    public async Task Production_alone_stops_the_host(string environment, bool stops)
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()), environment: environment);
        await using var factory = app.WithHipaaJwtTesting();

        var start = () => factory.CreateClient();

        if (stops)
        {
            start.Should().Throw<InvalidOperationException>()
                .WithMessage("AddHipaaJwtTesting was called in the environment Production. *");
        }
        else
        {
            start.Should().NotThrow();
        }
    }

    [Fact]
    public async Task The_kit_needs_a_trust()
    {
        await using var app = TestApp.With(services => services.AddRouting());
        await using var factory = app.WithHipaaJwtTesting();

        var start = () => factory.CreateClient();

        start.Should().Throw<InvalidOperationException>()
            .WithMessage("AddHipaaJwtTesting found no trust to test. Call services.AddHipaaJwt(…) before it.");
    }

    [Fact]
    public async Task A_factory_without_the_kit_has_no_test_issuer_and_says_what_to_write()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));

        var issuer = () => app.GetTestIssuer();
        var recorder = () => app.GetAuditRecorder();
        var clock = () => app.GetFakeClock();

        issuer.Should().Throw<InvalidOperationException>().WithMessage("*factory.WithHipaaJwtTesting()*");
        recorder.Should().Throw<InvalidOperationException>().WithMessage("*factory.WithHipaaJwtTesting()*");
        clock.Should().Throw<InvalidOperationException>().WithMessage("*UseFakeClock()*");
    }

    [Fact]
    public async Task Adding_the_kit_again_keeps_one_recorder()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var once = app.WithHipaaJwtTesting();
        await using var factory = once.WithHipaaJwtTesting(options => options.UseFakeClock());
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);

        factory.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Once();
        factory.GetFakeClock().Should().NotBeNull();
    }
}
