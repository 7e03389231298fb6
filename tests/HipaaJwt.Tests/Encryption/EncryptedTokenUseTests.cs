using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Encryption;

/// <summary>Encrypted tokens as an application sees them, at the first and at later uses.</summary>
public sealed class EncryptedTokenUseTests : IDisposable
{
    private const string Header = """{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc"}""";

    private readonly TestIssuer _issuer = new();
    private readonly EncryptionKeys _keys = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _keys.Dispose();
    }

    [Fact]
    public async Task Reports_whether_a_token_was_encrypted()
    {
        await using var host = Host();

        (await host.ValidateAsync(Encrypt(_issuer.Token()))).Token!.WasEncrypted.Should().BeTrue();
        (await host.ValidateAsync(_issuer.Token())).Token!.WasEncrypted.Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task Rejects_unencrypted_tokens_if_encryption_is_required(int capacity)
    {
        await using var host = Host(trust => trust.RequireEncryption = true, options => options.TokenCache.Capacity = capacity);
        var (encrypted, unencrypted) = (Encrypt(_issuer.Token()), _issuer.Token());

        for (var use = 0; use < 3; use++)
        {
            (await host.ValidateAsync(encrypted)).Error.Should().Be(JwtError.None);
            (await host.ValidateAsync(unencrypted)).Error.Should().Be(new JwtError(JwtErrorCode.EncryptionRequired));
        }
    }

    [Fact]
    public async Task Claim_checks_see_at_each_use_whether_the_token_was_encrypted()
    {
        var recorder = new EncryptionRecorder();
        await using var host = Host(build: builder => builder.Services.AddSingleton<IClaimCheck>(recorder));
        var encrypted = Encrypt(_issuer.Token());

        await host.ValidateAsync(encrypted);
        await host.ValidateAsync(encrypted);
        await host.ValidateAsync(_issuer.Token());

        recorder.Values.Should().Equal(true, true, false);
    }

    [Fact]
    public async Task A_cached_token_is_not_decrypted_again()
    {
        await using var host = Host();
        var encrypted = Encrypt(_issuer.Token());

        var first = (await host.ValidateAsync(encrypted)).Token;
        var second = (await host.ValidateAsync(encrypted)).Token;

        second.Should().BeSameAs(first);
    }

    [Fact]
    public async Task Two_encryptions_of_one_token_have_separate_cache_entries()
    {
        await using var host = Host();
        var token = _issuer.Token();

        var first = (await host.ValidateAsync(Encrypt(token))).Token;
        var second = (await host.ValidateAsync(Encrypt(token))).Token;

        second.Should().NotBeNull().And.NotBeSameAs(first);
    }

    [Fact]
    public async Task Audit_events_name_the_subject_only_if_the_inner_signature_is_valid()
    {
        var sink = new RecordingAuditSink();
        await using var host = Host(build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));

        await host.ValidateAsync(Encrypt(_issuer.Token()));
        await host.ValidateAsync(Encrypt(_issuer.Token())[..^2] + "AA");
        await host.ValidateAsync(Encrypt(_issuer.Token()[..^20] + new string('A', 20)));

        sink.Events.Select(one => (one.Type, one.ReasonCode, one.Subject)).Should().Equal(
            (AuditEventType.TokenAccepted, JwtErrorCode.None, "user-42"),
            (AuditEventType.TokenRejected, JwtErrorCode.DecryptionFailed, null),
            (AuditEventType.TokenRejected, JwtErrorCode.SignatureInvalid, null));
    }

    private string Encrypt(string token) => RawJwe.Rsa(Header, _keys.Rsa, "A256GCM", token);

    private TestHost Host(
        Action<TrustedIssuer>? trust = null,
        Action<HipaaJwtOptions>? options = null,
        Action<HipaaJwtBuilder>? build = null) => new(
        _issuer,
        trust,
        all =>
        {
            _keys.Trust(all);
            options?.Invoke(all);
        },
        build);

    private sealed class EncryptionRecorder : IClaimCheck
    {
        public List<bool> Values { get; } = [];

        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
        {
            Values.Add(context.WasEncrypted);
            return JwtError.None;
        }
    }
}
