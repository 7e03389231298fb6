using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using HipaaJwt.Hosting;

namespace HipaaJwt.Tests.Hosting;

/// <summary>What a real host does and says when it starts and stops.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_host_with_wrong_options_does_not_start_and_says_why()
    {
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust(trust => trust.Audiences.Clear())));

        await host.Awaiting(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("HipaaJwtOptions.Issuers[0].Audiences is empty. *");
    }

    [Fact]
    public async Task A_host_that_starts_says_what_is_trusted_and_warns_of_nothing_usual()
    {
        var sink = new RecordingAuditSink();
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust()), builder => builder.AddAuditSink(sink, AuditDelivery.BestEffort));

        await host.StartAsync();
        await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token());
        await host.StopAsync();

        Report().Should().Equal(
            "Information: Trusted issuer https://idp.hospital.example: audiences https://fhir.hospital.example/r4, algorithms ES256, token types at+jwt, keys key-1, required claims jti.",
            "Information: Tokens: at most 01:00:00 from iat to exp, clock skew 00:00:30, at most 16384 bytes, at most 4096 cached for 00:05:00. Known permissions: 0. Audit sinks: 1.",
            "Information: DPoP proofs: algorithms ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512, at most 00:01:00 old, nonce required: False. Replay store: MemoryReplayStore.");
        sink.Events.Should().ContainSingle("the queue is emptied before the host has stopped");
    }

    [Fact]
    public async Task Each_weakness_is_warned_of()
    {
        using var host = BuildHost(options =>
        {
            options.ClockSkew = TimeSpan.FromMinutes(2) + TimeSpan.FromTicks(1);
            options.MaxTokenLifetime = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1);
            options.Issuers.Add(_issuer.Trust());
            options.Issuers.Add(new TrustedIssuer
            {
                Issuer = "https://other.example",
                Audiences = { TestIssuer.Audience },
                Algorithms = { JwsAlgorithm.HS256 },
                AllowMissingTokenType = true,
                SigningKeys = { new SymmetricSecurityKey(new byte[32]) },
            });
        });

        await host.StartAsync();
        await host.StopAsync();

        Report().Where(line => line.StartsWith("Warning", StringComparison.Ordinal)).Should().Equal(
            "Warning: HipaaJwtOptions.Issuers[1].AllowMissingTokenType: a token that the issuer made for another purpose may be accepted as an access token.",
            "Warning: HipaaJwtOptions.Issuers[1].Algorithms: with HMAC, everybody who can verify a token can also forge one.",
            "Warning: HipaaJwtOptions.ClockSkew: an expired token is accepted for more than two minutes.",
            "Warning: HipaaJwtOptions.MaxTokenLifetime: a stolen token can be used for more than an hour.",
            "Warning: AddAuditSink: no audit sink is registered, so decisions are not recorded (45 CFR 164.312(b)).");
        Report().Should().Contain(line => line.Contains("keys (no kid)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_issuer_demands_of_its_own_is_said_and_what_it_loosens_is_warned_of()
    {
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust(issuer =>
        {
            issuer.MaxTokenLifetime = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1);
            issuer.AudienceClaim = "client_id";
            issuer.RequireClientId = true;
            issuer.RequiredClaimValues["use"] = ["a", "b"];
        })));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain(line => line.EndsWith("required claims jti, client_id or azp, use = a or b.", StringComparison.Ordinal));
        Report().Should().Contain([
            "Warning: HipaaJwtOptions.Issuers[0].AudienceClaim: a token without aud is accepted by its client_id, although it may be meant for another service.",
            "Warning: HipaaJwtOptions.Issuers[0].MaxTokenLifetime: a stolen token of this issuer can be used for more than an hour."]);
    }

    [Fact]
    public async Task A_private_key_where_the_public_one_is_enough_is_warned_of()
    {
        var jwk = Jwk.Of(_issuer.Key);
        jwk["d"] = RawToken.Base64(_issuer.Key.ExportParameters(true).D);
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust(issuer =>
        {
            issuer.SigningKeys.Clear();
            issuer.SigningKeys.Add(jwk.ToKey());
        })));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain("Warning: HipaaJwtOptions.Issuers[0].SigningKeys: the key key-1 contains its private part, so everybody who reads this service's memory or configuration can sign tokens. The public part is enough.");
    }

    [Fact]
    public async Task Decryption_is_told_of_without_a_warning_where_its_keys_come_from_code()
    {
        using var keys = new Conformance.EncryptionKeys();
        using var host = BuildHost(options =>
        {
            options.Issuers.Add(_issuer.Trust());
            options.Decryption.Keys.Add(new RsaSecurityKey(keys.Rsa) { KeyId = "rsa-enc" });
            options.Decryption.KeyManagementAlgorithms.Add(JweAlgorithm.RsaOaep256);
            options.Decryption.ContentEncryptionAlgorithms.Add(JweEncryption.A256Gcm);
        });

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain("Information: Encrypted tokens: keys rsa-enc, key management RSA-OAEP-256, content encryption A256GCM.");
        Report().Should().NotContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Decryption", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_private_key_in_settings_is_warned_of()
    {
        var section = Section.Trusting(
            _issuer,
            ("Decryption:Keys:0:kty", "oct"),
            ("Decryption:Keys:0:k", "GawgguFyGrWKav7AX4VKUg"),
            ("Decryption:KeyManagementAlgorithms", "A128KW"),
            ("Decryption:ContentEncryptionAlgorithms", "A256GCM"));
        using var host = BuildHost(_ => { }, builder => builder.Services.AddHipaaJwt(section.Configuration));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain("Warning: HipaaJwt:Decryption:Keys: a private key in configuration is a secret in configuration; everybody who reads it can decrypt tokens. Load it from a vault in code.");
        _log.Lines.Should().NotContain(line => line.Text.Contains("GawgguFyGrWKav7AX4VKUg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_usual_limits_are_not_warned_of()
    {
        using var host = BuildHost(options =>
        {
            (options.ClockSkew, options.MaxTokenLifetime) = (TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));
            options.Issuers.Add(_issuer.Trust());
        });

        await host.StartAsync();
        await host.StopAsync();

        Report().Count(line => line.StartsWith("Warning", StringComparison.Ordinal)).Should().Be(1, "only the missing sink is unusual");
    }

    private IEnumerable<string> Report() => _log.Lines.Where(line => line.Category.EndsWith(".StartupReporter", StringComparison.Ordinal)).Select(line => $"{line.Level}: {line.Text}");

    private IHost BuildHost(Action<HipaaJwtOptions> configure, Action<HipaaJwtBuilder>? build = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(_issuer.Time);
        var hipaaJwt = builder.Services.AddHipaaJwt(configure);
        build?.Invoke(hipaaJwt);
        return builder.Build();
    }
}
