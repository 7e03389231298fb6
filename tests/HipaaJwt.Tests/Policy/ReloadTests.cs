using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using HipaaJwt.Policy;

namespace HipaaJwt.Tests.Policy;

public sealed class ReloadTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Good_options_are_taken_up_while_the_application_runs()
    {
        var section = Section.Trusting(_issuer);
        await using var services = Services(section);
        var validator = services.GetRequiredService<IJwtValidator>();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        section.Set("Issuers:0:Audiences:0", "https://other.example");
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.AudienceNotAllowed);
        _log.Of("HipaaJwt.Policy.ValidationPolicyProvider").Should().ContainSingle().Which.Should().Match<CapturedLog.Line>(line => line.Level == LogLevel.Information && line.Id == 4);
    }

    [Fact]
    public async Task A_key_that_is_taken_out_verifies_no_more()
    {
        var section = Section.Trusting(_issuer);
        await using var services = Services(section);
        var validator = services.GetRequiredService<IJwtValidator>();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        section.Set("Issuers:0:SigningKeys:0:kid", "key-2");
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.KeyNotFound);
    }

    [Theory]
    [InlineData("Issuers:0:Audiences:0", "")]
    [InlineData("ClockSkew", "soon")]
    [InlineData("Typo", "x")]
    [InlineData("Issuers:0:SigningKeys:0:key_ops", "verify")]
    public async Task Bad_options_are_logged_and_the_last_good_ones_stay(string path, string value)
    {
        var section = Section.Trusting(_issuer);
        await using var services = Services(section);
        var validator = services.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        section.Set(path, value);
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        var line = _log.Of("HipaaJwt.Policy.ValidationPolicyProvider").Should().ContainSingle().Which;
        (line.Level, line.Id).Should().Be((LogLevel.Error, 5));
        line.Text.Should().StartWith("Options reload rejected; the previous options stay in effect. HipaaJwt:");
    }

    [Fact]
    public async Task Code_that_throws_while_it_configures_leaves_the_last_good_options()
    {
        var section = Section.Trusting(_issuer);
        var healthy = true;
        await using var services = Services(section, builder => builder.Services.Configure<HipaaJwtOptions>(_ =>
        {
            if (!healthy)
            {
                throw new InvalidOperationException("patient 42");
            }
        }));
        var validator = services.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        healthy = false;
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        _log.Of("HipaaJwt.Policy.ValidationPolicyProvider").Should().ContainSingle().Which.Text.Should().EndWith("stay in effect. InvalidOperationException");
    }

    [Fact]
    public async Task After_disposal_changes_are_of_no_interest()
    {
        var section = Section.Trusting(_issuer);
        var services = Services(section);
        await services.GetRequiredService<IJwtValidator>().ValidateAsync("x");
        await services.DisposeAsync();

        section.Reload();

        _log.Of("HipaaJwt.Policy.ValidationPolicyProvider").Should().BeEmpty();
    }

    private ServiceProvider Services(Section section, Action<HipaaJwtBuilder>? build = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddLogging(logging => logging.AddProvider(_log));
        var builder = services.AddHipaaJwt(section.Configuration);
        build?.Invoke(builder);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
