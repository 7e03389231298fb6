using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using HipaaJwt.Policy;

namespace HipaaJwt.Tests.DependencyInjection;

public sealed class RegistrationTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Adding_twice_adds_to_the_options_and_not_to_the_services()
    {
        using var other = new TestIssuer();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()));
        services.AddHipaaJwt(options => options.Issuers.Add(other.Trust(trust => (trust.Issuer, trust.SigningKeys[0].KeyId) = ("https://other.example", "key-2"))));

        foreach (var type in new[] { typeof(IJwtValidator), typeof(IAuditTrail), typeof(PermissionCatalog), typeof(ValidationPolicyProvider) })
        {
            services.Where(service => service.ServiceType == type).Select(service => service.ServiceKey).Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        }

        services.Count(service => service.ServiceType == typeof(IHostedService)).Should().Be(3, "one reports at start, one begins to fetch keys and one drains the queues");
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        (await provider.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        (await provider.GetRequiredService<IJwtValidator>().ValidateAsync(other.Token(
            header => header["kid"] = "key-2",
            claims => claims["iss"] = "https://other.example"))).IsValid.Should().BeTrue();
    }

    [Fact]
    public void What_the_application_registered_before_stays()
    {
        var services = new ServiceCollection();
        var validator = new RefusingValidator();
        services.AddSingleton<IJwtValidator>(validator);
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()));

        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IJwtValidator>().Should().BeSameAs(validator);
        provider.GetRequiredService<TimeProvider>().Should().BeSameAs(_issuer.Time);
    }

    [Fact]
    public async Task A_validator_of_the_application_need_not_know_of_requests()
    {
        IJwtValidator validator = new RefusingValidator();

        (await validator.ValidateAsync("x", new JwtValidationRequest())).Error.Code.Should().Be(JwtErrorCode.ClaimRefused);
    }

    [Fact]
    public void Without_a_clock_the_systems_clock_is_taken()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).Services.Should().BeSameAs(services);

        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<TimeProvider>().Should().BeSameAs(TimeProvider.System);
    }

    [Fact]
    public async Task A_sink_given_by_type_is_made_by_dependency_injection()
    {
        using var log = new CapturedLog();
        await using var host = new TestHost(_issuer, build: builder =>
        {
            builder.AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
            builder.Services.AddLogging(logging => logging.AddProvider(log));
        });

        await host.ValidateAsync("x");

        log.Of("HipaaJwt.LoggingAuditSink").Should().ContainSingle();
    }

    [Fact]
    public async Task A_check_given_twice_runs_once()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddClaimCheck<CountingCheck>().AddClaimCheck<CountingCheck>());

        await host.ValidateAsync(_issuer.Token());

        host.Services.GetRequiredService<CountingCheck>().Calls.Should().Be(1);
    }

    [Fact]
    public void A_delivery_that_does_not_exist_is_refused()
    {
        var builder = new ServiceCollection().AddHipaaJwt(_ => { });

        builder.Invoking(it => it.AddAuditSink(new RecordingAuditSink(), default)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Use AuditDelivery.Required or AuditDelivery.BestEffort.*");
        builder.Invoking(it => it.AddAuditSink<LoggingAuditSink>((AuditDelivery)3)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Arguments_must_be_given()
    {
        var services = new ServiceCollection();
        var builder = services.AddHipaaJwt(_ => { });

        services.Invoking(it => it.AddHipaaJwt((Action<HipaaJwtOptions>)null!)).Should().Throw<ArgumentNullException>();
        services.Invoking(it => it.AddHipaaJwt((IConfiguration)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => HipaaJwtServiceCollectionExtensions.AddHipaaJwt(null!, _ => { })).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => HipaaJwtServiceCollectionExtensions.AddHipaaJwt(null!, new ConfigurationManager())).Should().Throw<ArgumentNullException>();
        builder.Invoking(it => it.AddPermissions((Action<PermissionMapBuilder>)null!)).Should().Throw<ArgumentNullException>();
        builder.Invoking(it => it.AddPermissions((IConfiguration)null!)).Should().Throw<ArgumentNullException>();
        builder.Invoking(it => it.AddAuditSink(null!, AuditDelivery.Required)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Options_are_validated_when_they_are_read_as_options()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust(trust => trust.Audiences.Clear())));
        services.AddHipaaJwt("partners", _ => { });
        using var provider = services.BuildServiceProvider();

        provider.Invoking(it => it.GetRequiredService<IOptions<HipaaJwtOptions>>().Value)
            .Should().Throw<OptionsValidationException>().WithMessage("HipaaJwtOptions.Issuers[0].Audiences is empty. *");
        provider.Invoking(it => it.GetRequiredService<IOptionsFactory<HipaaJwtOptions>>().Create("partners"))
            .Should().Throw<OptionsValidationException>().WithMessage("HipaaJwtOptions(\"partners\").Issuers is empty. *");
    }

    private sealed class CountingCheck : IClaimCheck
    {
        public int Calls { get; private set; }

        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
        {
            Calls++;
            return JwtError.None;
        }
    }

    private sealed class RefusingValidator : IJwtValidator
    {
        public ValueTask<JwtValidationResult> ValidateAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(JwtValidationResult.Rejected(new JwtError(JwtErrorCode.ClaimRefused)));
    }
}
