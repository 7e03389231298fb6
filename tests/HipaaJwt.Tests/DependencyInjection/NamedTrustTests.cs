using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.DependencyInjection;

/// <summary>Several sets of trusted issuers in one process.</summary>
public sealed class NamedTrustTests : IDisposable
{
    private readonly TestIssuer _staff = new();
    private readonly TestIssuer _partners = new();

    public void Dispose()
    {
        _staff.Dispose();
        _partners.Dispose();
    }

    [Fact]
    public async Task Each_trust_accepts_only_tokens_of_its_own_issuers()
    {
        await using var services = Services();
        var (staff, partners) = (services.GetRequiredService<IJwtValidator>(), services.GetRequiredKeyedService<IJwtValidator>("partners"));

        (await staff.ValidateAsync(_staff.Token())).IsValid.Should().BeTrue();
        (await partners.ValidateAsync(_partners.Token())).IsValid.Should().BeTrue();
        (await staff.ValidateAsync(_partners.Token())).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        (await partners.ValidateAsync(_staff.Token())).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        (await partners.ValidateAsync(_staff.Token())).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid, "caches are not shared");
    }

    [Fact]
    public async Task Each_trust_has_its_own_permissions_and_checks()
    {
        await using var services = Services(partners: builder => builder.AddClaimCheck<NoPhysicianCheck>());

        var staff = await services.GetRequiredService<IJwtValidator>().ValidateAsync(_staff.Token());
        var partner = await services.GetRequiredKeyedService<IJwtValidator>("partners").ValidateAsync(_partners.Token());

        staff.Token!.Permissions.Should().Equal("chart:read");
        partner.Error.Should().Be(new JwtError(JwtErrorCode.ClaimRefused, "roles"));
        services.GetRequiredService<PermissionCatalog>().Should().Equal("chart:read");
        services.GetRequiredKeyedService<PermissionCatalog>("partners").Should().Equal("referral:read");
    }

    [Fact]
    public async Task All_trusts_share_the_sinks()
    {
        var sink = new RecordingAuditSink();
        await using var services = Services(partners: builder => builder.AddAuditSink(sink, AuditDelivery.Required));

        await services.GetRequiredService<IJwtValidator>().ValidateAsync(_staff.Token());
        await services.GetRequiredKeyedService<IJwtValidator>("partners").ValidateAsync(_partners.Token());

        sink.Events.Select(recorded => recorded.Id.ToString()).Should().HaveCount(2).And.BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_reload_of_one_trust_does_not_change_the_other()
    {
        var section = Section.Trusting(_partners);
        await using var services = Services(partners: null, section.Configuration);
        var partners = services.GetRequiredKeyedService<IJwtValidator>("partners");
        (await partners.ValidateAsync(_partners.Token())).IsValid.Should().BeTrue();

        section.Set("Issuers:0:Audiences:0", "https://other.example");
        section.Reload();

        (await partners.ValidateAsync(_partners.Token())).Error.Code.Should().Be(JwtErrorCode.AudienceNotAllowed);
        (await services.GetRequiredService<IJwtValidator>().ValidateAsync(_staff.Token())).IsValid.Should().BeTrue();
    }

    [Fact]
    public void A_named_trust_does_not_require_an_unnamed_one()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt("partners", options =>
        {
            options.Issuers.Add(_partners.Trust());
            options.Audit.WriteTimeout = TimeSpan.FromSeconds(1);
        });
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<IJwtValidator>("partners").Should().NotBeNull();
        provider.GetService<IJwtValidator>().Should().BeNull();
        provider.GetRequiredService<AuditOptions>().WriteTimeout
            .Should().Be(TimeSpan.FromSeconds(1), "the first trust provides the options of the process");
    }

    [Fact]
    public void A_problem_contains_the_name_of_its_trust()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt("partners", options => options.Issuers.Add(_partners.Trust(trust => trust.Audiences.Clear())));
        using var provider = services.BuildServiceProvider();

        provider.Invoking(self => self.GetRequiredKeyedService<IJwtValidator>("partners")).Should().Throw<OptionsValidationException>()
            .WithMessage("HipaaJwtOptions(\"partners\").Issuers[0].Audiences is empty. *");
    }

    private ServiceProvider Services(Action<HipaaJwtBuilder>? partners = null, IConfiguration? section = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_staff.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(_staff.Trust()))
            .AddPermissions(map => map.Role("physician").Grants("chart:read"));
        var builder = section is null
            ? services.AddHipaaJwt("partners", options => options.Issuers.Add(_partners.Trust()))
            : services.AddHipaaJwt("partners", section);
        builder.AddPermissions(map => map.Role("physician").Grants("referral:read"));
        partners?.Invoke(builder);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class NoPhysicianCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
            claims.GetStrings("roles").Contains("physician") ? new JwtError(JwtErrorCode.ClaimRefused, "roles") : JwtError.None;
    }
}
