using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Family 43 for encrypted tokens, and for claims that must be encrypted.</summary>
public sealed class EncryptedCanaryTests : IDisposable
{
    private const string Canary = "c4n4ry7f3e";
    private const string Encryption = "A256GCM";

    /// <summary>A well-known sample number that does not identify a person.</summary>
    private const string SocialSecurityNumber = "078-05-1120";

    private static readonly RawObject Header = RawObject.Empty
        .Also("alg", "\"RSA-OAEP-256\"").Also("enc", "\"A256GCM\"").Also("kid", "\"rsa-enc\"").Also("cty", "\"JWT\"");

    private readonly TestIssuer _issuer = new();
    private readonly EncryptionKeys _keys = new();
    private readonly Recorder _recorder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _keys.Dispose();
        _recorder.Dispose();
    }

    [Fact]
    public async Task No_part_of_an_encrypted_token_is_logged()
    {
        await using var services = Services(PhiClaimAction.Ignore);
        var codes = new HashSet<JwtErrorCode>();
        foreach (var token in Tokens())
        {
            codes.Add((await ExpectNoLeakAsync(services, token)).Error.Code);
        }

        codes.Should().HaveCountGreaterThan(12, "every error must occur");
    }

    [Theory]
    [InlineData(PhiClaimAction.Warn)]
    [InlineData(PhiClaimAction.Refuse)]
    public async Task Records_the_policy_entry_of_a_PHI_claim_but_not_its_value(PhiClaimAction action)
    {
        await using var services = Services(action);
        foreach (var name in new[] { "name", "birthdate", $"https://{Canary}/ssn", $"medical_record_{Canary}", "x" })
        {
            var value = name == "x" ? $"\"{SocialSecurityNumber}\"" : $"\"{Canary}\"";

            var result = await ExpectNoLeakAsync(
                services, Sign(TokenFixture.Claims.With(name, value).Also("more", $"{{\"email\":[\"{Canary}\"]}}")));

            result.IsValid.Should().Be(action == PhiClaimAction.Warn);
        }
    }

    private async Task<JwtValidationResult> ExpectNoLeakAsync(ServiceProvider services, string token)
    {
        var result = await services.GetRequiredService<IJwtValidator>().ValidateAsync(token);
        string[] outputs = [.. _recorder.Outputs, .. _recorder.Events.Select(one => $"{one}"), $"{result} {result.Error}"];
        _recorder.Outputs.Clear();
        _recorder.Events.Clear();

        outputs.Where(output => output.Contains(Canary, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty();
        outputs.Where(output => output.Contains(SocialSecurityNumber, StringComparison.Ordinal)).Should().BeEmpty();
        var ends = token.Split('.').Where(segment => segment.Length > 16).Select(segment => segment[^16..]).ToArray();
        outputs.Where(output => ends.Any(end => output.Contains(end, StringComparison.Ordinal))).Should().BeEmpty();
        return result;
    }

    private IEnumerable<string> Tokens()
    {
        var value = $"\"{Canary}\"";
        var inner = Sign(TokenFixture.Claims.Also("secret", value));
        foreach (var name in new[] { "alg", "enc", "kid", "typ", "cty", "crit", "zip", "epk", "apu", "p2s", "x", Canary })
        {
            yield return Encrypt(Header.With(name, value), inner);
            yield return Encrypt(Header.With(name, $"{{{value}:{value}}}"), inner);
        }

        yield return Encrypt(Header.Also("bad", "01"), inner);
        yield return Encrypt(Header.Also(Canary, "1").Also(Canary, "1"), inner);
        yield return Encrypt(Header.Also("deep", new string('[', 20)), inner);
        yield return Encrypt(Header.Without("kid").With("alg", "\"dir\""), inner);
        yield return Encrypt(Header.With("kid", "\"ec-enc\""), inner);
        yield return Encrypt(Header, inner)[..^2] + "AA";
        yield return Encrypt(Header, inner) + "=" + Canary;
        yield return Encrypt(Header, inner);
        yield return Encrypt(Header, Canary);
        yield return Encrypt(Header, $"{{{value}:{value}}}");
        yield return Encrypt(Header, inner[..^20] + new string('A', 20));
        yield return Encrypt(Header, Sign(TokenFixture.Claims.With("aud", value)));
        yield return Encrypt(Header, Sign(TokenFixture.Claims.With("exp", value)));
        yield return Encrypt(Header, Sign(TokenFixture.Claims.Also(Canary, "1").Also(Canary, "1")));
        yield return Encrypt(Header, Sign(TokenFixture.Claims.With("exp", $"{TokenFixture.Now - 60}").Also("secret", value)));
    }

    private string Encrypt(RawObject header, string plaintext) => RawJwe.Rsa(header.ToString(), _keys.Rsa, Encryption, plaintext);

    private string Sign(RawObject claims) => _issuer.Sign(TestIssuer.Header().ToJsonString(), claims.ToString());

    private ServiceProvider Services(PhiClaimAction action)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(TestIssuer.Now));
        services.AddLogging(logging => logging.AddProvider(_recorder).SetMinimumLevel(LogLevel.Trace));
        services.AddHipaaJwt(options =>
        {
            options.Issuers.Add(_issuer.Trust());
            options.PhiClaims.Action = action;
            _keys.Trust(options);
        }).AddAuditSink(_recorder, AuditDelivery.Required);
        return services.BuildServiceProvider();
    }
}
