using System.Net;
using HipaaJwt.Testing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Testing.Tests.Hosting;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_token_expires_when_the_clock_has_passed_its_lifetime_and_the_skew()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting(options => options.UseFakeClock(Start));
        var token = factory.GetTestIssuer().CreateToken("dr.rivera", roles: ["physician"], lifetime: TimeSpan.FromMinutes(5));
        using var client = factory.CreateClient().With(token);
        factory.GetFakeClock().Advance(TimeSpan.FromSeconds((5 * 60) + 29));
        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);

        factory.GetFakeClock().Advance(TimeSpan.FromSeconds(1));

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        factory.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task A_user_gets_a_new_token_at_each_request()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        await using var factory = app.WithHipaaJwtTesting(options => options.UseFakeClock(Start));
        using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"]);
        factory.GetFakeClock().Advance(TimeSpan.FromDays(3));

        (await client.GetAsync("/chart")).StatusCode.Should().Be(HttpStatusCode.OK);

        factory.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).Once().Time.Should().Be(Start.AddDays(3));
    }

    [Fact]
    public async Task The_clock_starts_at_the_present_time_unless_the_test_says_otherwise()
    {
        await using var app = TestApp.WithTrust(options => options.Issuers.Add(TestApp.TrustOf()));
        var before = TimeProvider.System.GetUtcNow();
        await using var factory = app.WithHipaaJwtTesting(options => options.UseFakeClock());

        factory.GetFakeClock().GetUtcNow().Should().BeOnOrAfter(before);
        factory.Services.GetRequiredService<TimeProvider>().Should().BeSameAs(factory.GetFakeClock());
    }

    [Fact]
    public async Task A_revocation_outlives_an_advance_of_the_clock()
    {
        await using var app = TestApp.WithTrust(
            options => options.Issuers.Add(TestApp.TrustOf()), builder => builder.AddMemoryStores());
        await using var factory = app.WithHipaaJwtTesting(options => options.UseFakeClock(Start));
        using var client = factory.CreateClient().With(await factory.GetTestIssuer().CreateRevokedTokenAsync("dr.rivera"));

        await factory.AdvanceAsync(TimeSpan.FromMinutes(5));

        (await client.GetAsync("/chart")).Headers.GetValues("HipaaJwt-Testing-Reason").Should().Equal("601 TokenRevoked (jti)");
    }
}
