using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Validation;

/// <summary>The log tells nothing of a rejected token, except its issuer and audience in development by an option.</summary>
public sealed class RejectedClaimsTests : IDisposable
{
    private const int Values = 8;
    private const int Slash = 9;
    private const string Secret = "https://secret.example";

    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData("aud", "AudienceNotAllowed")]
    [InlineData("iss", "IssuerNotAllowed")]
    public async Task The_option_shows_expected_and_found_values_in_development(string claim, string code)
    {
        await RejectAsync(
            Environments.Development,
            claims => claims[claim] = Secret,
            options => options.LogIssuerAndAudienceOfRejectedTokensInDevelopment = true);

        _log.Lines.Should().ContainSingle(line => line.Id == Values).Which.Text.Should().StartWith(
            $"Token of issuer {TestIssuer.Name} rejected with {code}. Expected {claim}: "
            + $"\"{(claim == "aud" ? TestIssuer.Audience : TestIssuer.Name)}\". Found: \"{Secret}\".");
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("iss")]
    public async Task Without_the_option_the_log_contains_nothing_of_the_token(string claim)
    {
        await RejectAsync(Environments.Development, claims => claims[claim] = Secret);

        _log.Lines.Should().NotContain(line => line.Text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_values_of_a_token_with_an_invalid_signature_are_never_shown()
    {
        using var host = Build(Environments.Development, options => options.LogIssuerAndAudienceOfRejectedTokensInDevelopment = true);
        using var other = new TestIssuer();

        await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(other.Token(claims: claims => claims["aud"] = Secret));

        _log.Lines.Should().NotContain(line => line.Text.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("")]
    public void The_option_stops_the_start_outside_development(string environment)
    {
        using var host = Build(environment, options => options.LogIssuerAndAudienceOfRejectedTokensInDevelopment = true);

        host.Invoking(built => built.Services.GetRequiredService<IJwtValidator>()).Should().Throw<OptionsValidationException>()
            .WithMessage("HipaaJwtOptions.LogIssuerAndAudienceOfRejectedTokensInDevelopment is true, but *in Development only*");
    }

    [Fact]
    public async Task The_option_stops_the_start_without_a_host()
    {
        await using var host = new TestHost(_issuer, options: options => options.LogIssuerAndAudienceOfRejectedTokensInDevelopment = true);

        host.Invoking(built => built.Validator).Should().Throw<OptionsValidationException>().WithMessage("*there is no host*");
    }

    [Theory]
    [InlineData("aud", TestIssuer.Audience + "/", TestIssuer.Audience)]
    [InlineData("iss", TestIssuer.Name + "/", TestIssuer.Name)]
    public async Task A_difference_by_the_trailing_slash_is_logged_once_with_the_configured_value(
        string claim, string value, string configured)
    {
        using var host = Build(Environments.Production);
        var validator = host.Services.GetRequiredService<IJwtValidator>();

        await validator.ValidateAsync(_issuer.Token(claims: claims => (claims[claim], claims["jti"]) = (value, "1")));
        await validator.ValidateAsync(_issuer.Token(claims: claims => (claims[claim], claims["jti"]) = (value, "2")));

        _log.Lines.Should().ContainSingle(line => line.Id == Slash)
            .Which.Text.Should().Contain($"value {configured} by the trailing slash");
        _log.Lines.Should().NotContain(line => line.Text.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_difference_is_not_logged()
    {
        await RejectAsync(Environments.Production, claims => claims["aud"] = new JsonArray(TestIssuer.Audience + "/x", Secret));

        _log.Lines.Should().NotContain(line => line.Id == Slash || line.Id == Values);
    }

    private async Task RejectAsync(string environment, Action<JsonObject> claims, Action<HipaaJwtOptions>? change = null)
    {
        using var host = Build(environment, change);
        var result = await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token(claims: claims));
        result.IsValid.Should().BeFalse();
    }

    private IHost Build(string environment, Action<HipaaJwtOptions>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(_issuer.Time);
        builder.Services.AddHipaaJwt(options =>
        {
            options.Issuers.Add(_issuer.Trust());
            change?.Invoke(options);
        });
        return builder.Build();
    }
}
