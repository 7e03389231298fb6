using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Validation;

public sealed class JwtRevalidatorTests : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(-1, JwtErrorCode.None)]
    [InlineData(0, JwtErrorCode.TokenExpired)]
    [InlineData(1, JwtErrorCode.TokenExpired)]
    public async Task A_token_may_be_used_until_it_expires(int ticks, JwtErrorCode code)
    {
        await using var host = new TestHost(_issuer);
        var token = (await host.ValidateAsync(_issuer.Token())).Token!;

        _issuer.Time.Advance(Lifetime + ClockSkew + TimeSpan.FromTicks(ticks));

        Revalidate(host, token).Code.Should().Be(code);
    }

    [Fact]
    public async Task The_key_of_another_host_is_refused()
    {
        using var other = new TestIssuer();
        await using var host = new TestHost(_issuer);
        await using var stranger = new TestHost(other);

        var token = (await stranger.ValidateAsync(other.Token())).Token!;

        Revalidate(host, token).Should().Be(new JwtError(JwtErrorCode.KeyNotFound, "kid"));
    }

    [Fact]
    public async Task The_same_key_read_again_serves_and_the_claims_are_checked_by_the_new_options()
    {
        var section = Section.Trusting(_issuer);
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(_issuer.Time)
            .AddHipaaJwt(section.Configuration).Services.BuildServiceProvider();
        var token = (await services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token())).Token!;
        var revalidator = services.GetRequiredService<IJwtRevalidator>();

        section.Set("ClockSkew", "00:00:10");
        section.Reload();
        revalidator.Revalidate(token).IsNone.Should().BeTrue();
        section.Set("Issuers:0:Audiences:0", "https://other.example");
        section.Reload();
        revalidator.Revalidate(token).Code.Should().Be(JwtErrorCode.AudienceNotAllowed);
        section.Set("Issuers:0:Audiences:0", TestIssuer.Audience);
        section.Set("Issuers:0:Issuer", "https://other.example");
        section.Reload();
        revalidator.Revalidate(token).Code.Should().Be(JwtErrorCode.KeyNotFound);
    }

    [Fact]
    public async Task Each_trust_uses_its_own_keys_and_options()
    {
        using var partner = new TestIssuer();
        await using var host = new TestHost(_issuer, build: builder => builder.Services.AddHipaaJwt(
            "partners", options => options.Issuers.Add(partner.Trust())));
        var validator = host.Services.GetRequiredKeyedService<IJwtValidator>("partners");

        var token = (await validator.ValidateAsync(partner.Token())).Token!;

        Revalidate(host, token).IsNone.Should().BeTrue();
    }

    [Fact]
    public async Task A_withdrawn_key_is_refused()
    {
        await using var lab = await KeyLab.StartAsync((issuer, _) => issuer.KeyRefreshInterval = TimeSpan.FromMinutes(5));
        await lab.LoadAsync();
        var token = (await lab.Host.ValidateAsync(lab.Token())).Token!;
        Revalidate(lab.Host, token).IsNone.Should().BeTrue();

        lab.Provider.Publish(("second", lab.SecondKey));
        (await lab.PassAsync(TimeSpan.FromMinutes(6))).Should().Be(JwksFetchOutcome.Fetched);

        Revalidate(lab.Host, token).Code.Should().Be(JwtErrorCode.KeyNotFound);
    }

    [Fact]
    public async Task A_token_is_unavailable_if_the_keys_of_its_issuer_are_too_old()
    {
        await using var lab = await KeyLab.StartAsync((issuer, _) => issuer.MaxKeyAge = TimeSpan.FromMinutes(20));
        await lab.LoadAsync();
        var token = (await lab.Host.ValidateAsync(lab.Token())).Token!;

        lab.Provider.Instead = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        lab.Time.Advance(TimeSpan.FromMinutes(21));

        Revalidate(lab.Host, token).Code.Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task Claim_checks_of_the_application_decide_again()
    {
        var check = new SwitchedCheck();
        await using var host = new TestHost(_issuer, build: builder => builder.Services.AddSingleton<IClaimCheck>(check));
        var token = (await host.ValidateAsync(_issuer.Token())).Token!;

        Revalidate(host, token).IsNone.Should().BeTrue();
        check.Refuses = true;

        Revalidate(host, token).Code.Should().Be(JwtErrorCode.ClaimRefused);
    }

    [Fact]
    public async Task A_decision_allocates_nothing()
    {
        await using var host = new TestHost(_issuer);
        var token = (await host.ValidateAsync(_issuer.Token())).Token!;
        var revalidator = host.Services.GetRequiredService<IJwtRevalidator>();

        Allocation.Of(() => revalidator.Revalidate(token)).Should().Be(0);
    }

    private static JwtError Revalidate(TestHost host, ValidatedJwt token) =>
        host.Services.GetRequiredService<IJwtRevalidator>().Revalidate(token);

    private sealed class SwitchedCheck : IClaimCheck
    {
        public bool Refuses { get; set; }

        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
            Refuses ? new JwtError(JwtErrorCode.ClaimRefused, "sub") : JwtError.None;
    }
}
