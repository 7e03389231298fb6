using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Hosting;

/// <summary>The start and the stop of a real host, and its startup log.</summary>
public sealed class StartTests : IDisposable
{
    private const string RejectRevoked = "Reject revoked tokens at each use, or set it to 1 hour or less.";

    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Invalid_options_stop_the_host_at_start()
    {
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust(trust => trust.Audiences.Clear())));

        await host.Awaiting(self => self.StartAsync()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("HipaaJwtOptions.Issuers[0].Audiences is empty. *");
    }

    [Fact]
    public async Task Logs_trusted_issuers_and_limits_without_a_warning()
    {
        var sink = new RecordingAuditSink();
        using var host = BuildHost(
            options => options.Issuers.Add(_issuer.Trust()),
            builder => builder.AddAuditSink(sink, AuditDelivery.BestEffort));

        await host.StartAsync();
        await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token());
        await host.StopAsync();

        Report().Should().Equal(
            "Information: Trusted issuer https://idp.hospital.example: audiences https://fhir.hospital.example/r4, algorithms ES256, "
            + "token types at+jwt, keys key-1, required claims jti.",
            "Information: Tokens: at most 01:00:00 from iat to exp, clock skew 00:00:30, at most 16384 bytes, "
            + "at most 65536 cached for 00:05:00. Known permissions: 0. Audit sinks: 1.",
            "Information: DPoP proofs: algorithms ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512, "
            + "at most 00:01:00 old, nonce required: False. Replay store: MemoryReplayStore.",
            "Information: Revocation is off: no store is registered, so a token is accepted until it expires. "
            + "Call AddSqliteStores, AddPostgreSqlStores or AddRedisStores to revoke tokens.");
        sink.Events.Should().ContainSingle("the queue is drained before the host has stopped");
    }

    [Fact]
    public async Task Warns_of_each_weakness()
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
            "Warning: HipaaJwtOptions.Issuers[1].AllowMissingTokenType: a token that the issuer made for another purpose may be accepted "
            + "as an access token. Set it to false if the issuer's access tokens have a typ.",
            "Warning: HipaaJwtOptions.Issuers[1].Algorithms: with HMAC, everybody who can verify a token can also forge one. "
            + "Use an asymmetric algorithm, such as ES256.",
            "Warning: HipaaJwtOptions.ClockSkew: an expired token is accepted for more than 2 minutes. "
            + "Synchronize the clocks, and set it to 2 minutes or less.",
            "Warning: HipaaJwtOptions.MaxTokenLifetime: a stolen token can be used for more than 1 hour. Set it to 1 hour or less.",
            "Warning: AddAuditSink: no audit sink is registered, so decisions are not recorded (45 CFR 164.312(b)). Call AddAuditSink.");
        Report().Should().Contain(line => line.Contains("keys (no kid)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warns_of_role_rules_that_apply_to_several_issuers()
    {
        var section = Section.Trusting(_issuer, ("Permissions:Roles:nurse", "vitals:write"), ("Permissions:Scopes:a", "b"));
        using var host = BuildHost(
            options => options.Issuers.Add(Other()),
            builder => builder
                .AddPermissions(map => map
                    .Role("physician").Grants("chart:read")
                    .Role("physician").Grants("chart:write")
                    .Scope("chart.read").Grants("chart:read")
                    .Claim("groups", "surgeons").Grants("chart:write")
                    .Flag("is_admin").Grants("user:manage")
                    .Role("auditor").Grants("audit:read")
                    .ForIssuer("https://other.example", own => own.Role("patient").Grants("own:read")))
                .Services.AddHipaaJwt(section.Configuration));

        await host.StartAsync();
        await host.StopAsync();

        Report().Where(line => line.Contains("Permissions: ", StringComparison.Ordinal)).Should().Equal(
            "Warning: AddPermissions: the rules for roles and claims (\"physician\", groups \"surgeons\", is_admin and 1 more) apply "
            + "to the tokens of all 2 issuers, so each issuer can grant their permissions. "
            + "Move each rule into ForIssuer of the issuer that may grant it.",
            "Warning: HipaaJwt:Permissions: the rules for roles and claims (\"nurse\") apply to the tokens of all 2 issuers, "
            + "so each issuer can grant their permissions. Move each rule into ForIssuers of the issuer that may grant it.");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Does_not_warn_of_role_rules_of_one_issuer(bool severalIssuers, bool unboundRules)
    {
        using var host = BuildHost(
            options =>
            {
                options.Issuers.Add(_issuer.Trust());
                foreach (var issuer in severalIssuers ? [Other()] : Array.Empty<TrustedIssuer>())
                {
                    options.Issuers.Add(issuer);
                }
            },
            builder => builder.AddPermissions(map => map
                .Scope("chart.read").Grants("chart:read")
                .ForIssuer(TestIssuer.Name, own => (unboundRules ? map : own).Role("physician").Grants("chart:read"))));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().NotContain(line => line.Contains("AddPermissions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_for_an_issuer_that_is_not_trusted_stop_the_host_at_start()
    {
        using var host = BuildHost(
            options => options.Issuers.Add(_issuer.Trust()),
            builder => builder.AddPermissions(map => map.ForIssuer("https://other.example", own => own.Role("a").Grants("b"))));

        await host.Awaiting(self => self.StartAsync()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("ForIssuer(\"https://other.example\") names \"https://other.example\", which is not a trusted issuer. *");
    }

    [Fact]
    public async Task Logs_the_required_claims_of_an_issuer_and_warns_of_its_weaknesses()
    {
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust(issuer =>
        {
            issuer.MaxTokenLifetime = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1);
            issuer.AudienceClaim = "client_id";
            issuer.RequireClientId = true;
            issuer.AllowClientAsSubject = true;
            issuer.RequiredClaimValues["use"] = ["a", "b"];
        })));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain(line => line.EndsWith("required claims jti, client_id or azp, use = a or b.", StringComparison.Ordinal));
        Report().Should().Contain([
            "Warning: HipaaJwtOptions.Issuers[0].AudienceClaim: a token without aud is accepted by its client_id, although it may be "
            + "meant for another service. Set it to aud if the issuer can write one.",
            "Warning: HipaaJwtOptions.Issuers[0].AllowClientAsSubject: a client whose identifier equals that of a user has the same "
            + "subject as that user. Set it to false if the issuer can write a subject into tokens of clients.",
            "Warning: HipaaJwtOptions.Issuers[0].MaxTokenLifetime: a stolen token of this issuer can be used for more than 1 hour. "
            + "Set it to 1 hour or less."]);
    }

    [Theory]
    [InlineData(24 * 60, "can be used for more than 1 hour. Set it to 1 hour or less.")]
    [InlineData((24 * 60) + 5, "can be used for 1.00:05:00, longer than a day. " + RejectRevoked)]
    [InlineData(28 * 60, "can be used for 1.04:00:00, longer than a day. " + RejectRevoked)]
    public async Task Warns_of_tokens_that_are_valid_for_more_than_a_day_by_their_lifetime(int minutes, string warning)
    {
        using var host = BuildHost(options =>
            options.Issuers.Add(_issuer.Trust(issuer => issuer.MaxTokenLifetime = TimeSpan.FromMinutes(minutes))));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain($"Warning: HipaaJwtOptions.Issuers[0].MaxTokenLifetime: a stolen token of this issuer {warning}");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/keys", null)]
    [InlineData(null, "http://127.0.0.1:1/metadata")]
    public async Task Warns_of_a_pinned_key_beside_an_address(string? keys, string? metadata)
    {
        using var host = BuildHost(options => options.Issuers.Add(_issuer.Trust(issuer =>
            (issuer.JwksUri, issuer.MetadataAddress) = (keys, metadata))));

        await host.StartAsync();
        await host.StopAsync();

        Report().Should().Contain(
            "Warning: HipaaJwtOptions.Issuers[0].SigningKeys: the key key-1 stays trusted even if the issuer removes it from "
            + $"{keys ?? metadata}. Remove it from SigningKeys, or remove the address.");
    }

    [Fact]
    public async Task Warns_of_a_private_part_in_a_signing_key()
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

        Report().Should().Contain(
            "Warning: HipaaJwtOptions.Issuers[0].SigningKeys: the key key-1 contains its private part, so everybody who reads "
            + "this service's memory or configuration can sign tokens. Remove the private part.");
    }

    [Fact]
    public async Task Logs_decryption_without_a_warning_if_its_keys_come_from_code()
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
        Report().Should().NotContain(line =>
            line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Decryption", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warns_of_a_decryption_key_in_configuration()
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

        Report().Should().Contain(
            "Warning: HipaaJwt:Decryption:Keys: configuration contains a decryption key, so everybody who reads it can decrypt tokens. "
            + "Load the key from a vault in code.");
        _log.Lines.Should().NotContain(line => line.Text.Contains("GawgguFyGrWKav7AX4VKUg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Does_not_warn_of_the_greatest_recommended_limits()
    {
        using var host = BuildHost(options =>
        {
            (options.ClockSkew, options.MaxTokenLifetime) = (TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));
            options.Issuers.Add(_issuer.Trust());
        });

        await host.StartAsync();
        await host.StopAsync();

        Report().Count(line => line.StartsWith("Warning", StringComparison.Ordinal)).Should().Be(1, "only the audit sink is missing");
    }

    private TrustedIssuer Other() => _issuer.Trust(issuer =>
    {
        issuer.Issuer = "https://other.example";
        issuer.SigningKeys.Clear();
        issuer.SigningKeys.Add(new ECDsaSecurityKey(_issuer.Key) { KeyId = "other" });
    });

    private IEnumerable<string> Report() => _log.Lines
        .Where(line => line.Category.EndsWith(".StartupReporter", StringComparison.Ordinal))
        .Select(line => $"{line.Level}: {line.Text}");

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
