using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration;

/// <summary>JSON Web Keys in configuration with malformed members.</summary>
public sealed class MalformedKeySettingsTests
{
    private const string KeyPath = "HipaaJwt:Issuers:0:SigningKeys:0";

    [Theory]
    [InlineData(":kty:0", "oct")]
    [InlineData(":key_ops", "verify")]
    [InlineData(":x5c", "MIIB")]
    public void Rejects_a_malformed_member_with_the_path_of_the_key(string member, string value)
    {
        using var services = Services(Settings(member, value));

        var start = () => services.GetRequiredService<IJwtValidator>();

        start.Should().Throw<OptionsValidationException>().Which.Message.Should().StartWith(KeyPath + " does not have the right form.");
    }

    [Fact]
    public async Task Keeps_the_previous_options_if_a_reload_contains_a_malformed_member()
    {
        var settings = Settings(":kty", "oct");
        await using var services = Services(settings);
        var validator = services.GetRequiredService<IJwtValidator>();

        settings[KeyPath + ":key_ops"] = "verify";
        var reload = settings.Reload;

        reload.Should().NotThrow();
        var result = await validator.ValidateAsync(RawToken.Sign(
            """{"alg":"HS256","typ":"at+jwt"}""",
            """{"iss":"https://idp.hospital.example","aud":"https://fhir.hospital.example/r4","exp":1}""",
            RawToken.Hs256(new byte[32])));
        result.Error.Code.Should().Be(JwtErrorCode.TokenExpired, "the key still verifies");
    }

    private static IConfigurationRoot Settings(string member, string value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["HipaaJwt:Issuers:0:Issuer"] = "https://idp.hospital.example",
            ["HipaaJwt:Issuers:0:Audiences:0"] = "https://fhir.hospital.example/r4",
            ["HipaaJwt:Issuers:0:Algorithms:0"] = "HS256",
            [KeyPath + ":k"] = new string('A', 43),
        };
        settings[KeyPath + (member.StartsWith(":kty", StringComparison.Ordinal) ? member : ":kty")] = "oct";
        settings[KeyPath + member] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private static ServiceProvider Services(IConfigurationRoot settings)
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(settings.GetSection("HipaaJwt"));
        return services.BuildServiceProvider();
    }
}
