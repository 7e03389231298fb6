using HipaaJwt.Policy;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.DependencyInjection;

public sealed class RegistrationTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_second_call_adds_options_but_no_services()
    {
        using var other = new TestIssuer();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()));
        services.AddHipaaJwt(options => options.Issuers.Add(other.Trust(trust =>
            (trust.Issuer, trust.SigningKeys[0].KeyId) = ("https://other.example", "key-2"))));

        Type[] types = [typeof(IJwtValidator), typeof(IAuditTrail), typeof(PermissionCatalog), typeof(ValidationPolicyProvider)];
        foreach (var type in types)
        {
            services.Where(service => service.ServiceType == type).Select(service => service.ServiceKey)
                .Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        }

        services.Count(service => service.ServiceType == typeof(IHostedService))
            .Should().Be(
                7,
                "they check log levels, report options and safeguards, record reloads, fetch keys, read revocations and drain the queues");
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        (await provider.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        (await provider.GetRequiredService<IJwtValidator>().ValidateAsync(other.Token(
            header => header["kid"] = "key-2",
            claims => claims["iss"] = "https://other.example"))).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Keeps_services_that_the_application_registered_before()
    {
        var services = new ServiceCollection();
        var validator = new RejectingValidator();
        services.AddSingleton<IJwtValidator>(validator);
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()));

        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IJwtValidator>().Should().BeSameAs(validator);
        provider.GetRequiredService<TimeProvider>().Should().BeSameAs(_issuer.Time);
    }

    [Fact]
    public async Task Extension_methods_work_with_a_validator_of_the_application()
    {
        IJwtValidator validator = new RejectingValidator();

        (await validator.ValidateAsync("x", new JwtValidationRequest())).Error.Code.Should().Be(JwtErrorCode.ClaimRefused);
    }

    [Fact]
    public void Uses_the_system_clock_by_default()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).Services.Should().BeSameAs(services);

        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<TimeProvider>().Should().BeSameAs(TimeProvider.System);
    }

    [Fact]
    public async Task Creates_a_sink_that_is_added_by_type()
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
    public async Task Runs_a_check_once_if_it_is_added_twice()
    {
        await using var host = new TestHost(
            _issuer, build: builder => builder.AddClaimCheck<CountingCheck>().AddClaimCheck<CountingCheck>());

        await host.ValidateAsync(_issuer.Token());

        host.Services.GetRequiredService<CountingCheck>().Calls.Should().Be(1);
    }

    [Fact]
    public void Rejects_an_undefined_delivery()
    {
        var builder = new ServiceCollection().AddHipaaJwt(_ => { });

        builder.Invoking(self => self.AddAuditSink(new RecordingAuditSink(), default)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The delivery is not defined. Use AuditDelivery.Required or AuditDelivery.BestEffort.*");
        builder.Invoking(self => self.AddAuditSink<LoggingAuditSink>((AuditDelivery)3)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Rejects_null_arguments()
    {
        var services = new ServiceCollection();
        var builder = services.AddHipaaJwt(_ => { });

        services.Invoking(self => self.AddHipaaJwt((Action<HipaaJwtOptions>)null!)).Should().Throw<ArgumentNullException>();
        services.Invoking(self => self.AddHipaaJwt((IConfiguration)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => HipaaJwtServiceCollectionExtensions.AddHipaaJwt(null!, _ => { }))
            .Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => HipaaJwtServiceCollectionExtensions.AddHipaaJwt(null!, new ConfigurationManager()))
            .Should().Throw<ArgumentNullException>();
        builder.Invoking(self => self.AddPermissions((Action<PermissionMapBuilder>)null!)).Should().Throw<ArgumentNullException>();
        builder.Invoking(self => self.AddPermissions((IConfiguration)null!)).Should().Throw<ArgumentNullException>();
        builder.Invoking(self => self.AddAuditSink(null!, AuditDelivery.Required)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Validates_options_when_the_application_resolves_them()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust(trust => trust.Audiences.Clear())));
        services.AddHipaaJwt("partners", _ => { });
        using var provider = services.BuildServiceProvider();

        provider.Invoking(self => self.GetRequiredService<IOptions<HipaaJwtOptions>>().Value)
            .Should().Throw<OptionsValidationException>().WithMessage("HipaaJwtOptions.Issuers[0].Audiences is empty. *");
        provider.Invoking(self => self.GetRequiredService<IOptionsFactory<HipaaJwtOptions>>().Create("partners"))
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

    private sealed class RejectingValidator : IJwtValidator
    {
        public ValueTask<JwtValidationResult> ValidateAsync(
            in JwtValidationRequest request, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(JwtValidationResult.Rejected(new JwtError(JwtErrorCode.ClaimRefused)));
    }
}
