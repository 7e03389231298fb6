using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    public async Task Applies_valid_options_on_reload()
    {
        var section = Section.Trusting(_issuer);
        await using var services = Services(section);
        var validator = services.GetRequiredService<IJwtValidator>();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        section.Set("Issuers:0:Audiences:0", "https://other.example");
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.AudienceNotAllowed);
        var line = Lines().Should().ContainSingle().Which;
        (line.Level, line.Id).Should().Be((LogLevel.Information, 4));
    }

    [Fact]
    public async Task Rejects_tokens_whose_key_a_reload_removes()
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
    public async Task Logs_invalid_options_and_keeps_the_previous_ones(string path, string value)
    {
        var section = Section.Trusting(_issuer);
        await using var services = Services(section);
        var validator = services.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        section.Set(path, value);
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        var line = Lines().Should().ContainSingle().Which;
        (line.Level, line.Id).Should().Be((LogLevel.Error, 5));
        line.Text.Should().StartWith("Options reload rejected; the previous options stay in effect. HipaaJwt:");
    }

    [Fact]
    public async Task Keeps_the_previous_options_if_configuration_code_throws()
    {
        var section = Section.Trusting(_issuer);
        var throws = false;
        await using var services = Services(section, builder => builder.Services.Configure<HipaaJwtOptions>(_ =>
        {
            if (throws)
            {
                throw new InvalidOperationException("patient 42");
            }
        }));
        var validator = services.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        throws = true;
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        Lines().Should().ContainSingle().Which.Text.Should().EndWith("stay in effect. InvalidOperationException");
    }

    [Fact]
    public async Task Ignores_reloads_after_disposal()
    {
        var section = Section.Trusting(_issuer);
        var services = Services(section);
        await services.GetRequiredService<IJwtValidator>().ValidateAsync("x");
        await services.DisposeAsync();

        section.Reload();

        Lines().Should().BeEmpty();
    }

    private IEnumerable<CapturedLog.Line> Lines() => _log.Of("HipaaJwt.Policy.ValidationPolicyProvider");

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
