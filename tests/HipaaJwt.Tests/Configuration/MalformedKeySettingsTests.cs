using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration;

/// <summary>JSON Web Keys in configuration whose members have the wrong form.</summary>
public sealed class MalformedKeySettingsTests
{
    private const string KeyPath = "HipaaJwt:Issuers:0:SigningKeys:0";

    [Theory]
    [InlineData(":kty:0", "oct")]
    [InlineData(":key_ops", "verify")]
    [InlineData(":x5c", "MIIB")]
    public void A_member_in_the_wrong_form_is_told_with_the_path_of_the_key(string member, string value)
    {
        using var services = Services(Settings(member, value));

        var start = () => services.GetRequiredService<IJwtValidator>();

        start.Should().Throw<OptionsValidationException>().Which.Message.Should().StartWith(KeyPath + " does not have the right form.");
    }

    [Fact]
    public async Task A_member_in_the_wrong_form_that_appears_at_run_time_leaves_the_last_good_options_in_place()
    {
        var settings = Settings(":kty", "oct");
        await using var services = Services(settings);
        var validator = services.GetRequiredService<IJwtValidator>();

        settings[KeyPath + ":key_ops"] = "verify";
        var reload = settings.Reload;

        reload.Should().NotThrow();
        var verdict = await validator.ValidateAsync(RawToken.Sign(
            """{"alg":"HS256","typ":"at+jwt"}""",
            """{"iss":"https://idp.hospital.example","aud":"https://fhir.hospital.example/r4","exp":1}""",
            RawToken.Hs256(new byte[32])));
        verdict.Error.Code.Should().Be(JwtErrorCode.TokenExpired, "the key still verifies");
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
