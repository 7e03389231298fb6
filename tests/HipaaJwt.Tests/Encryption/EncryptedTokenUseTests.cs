using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Encryption;

/// <summary>What an application sees of encrypted tokens, the first time and every other.</summary>
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
    public async Task A_token_tells_how_it_came()
    {
        await using var host = Host();

        (await host.ValidateAsync(Encrypt(_issuer.Token()))).Token!.WasEncrypted.Should().BeTrue();
        (await host.ValidateAsync(_issuer.Token())).Token!.WasEncrypted.Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task An_issuer_that_must_encrypt_has_its_clear_tokens_refused(int capacity)
    {
        await using var host = Host(trust => trust.RequireEncryption = true, options => options.TokenCache.Capacity = capacity);
        var (encrypted, clear) = (Encrypt(_issuer.Token()), _issuer.Token());

        for (var use = 0; use < 3; use++)
        {
            (await host.ValidateAsync(encrypted)).Error.Should().Be(JwtError.None);
            (await host.ValidateAsync(clear)).Error.Should().Be(new JwtError(JwtErrorCode.EncryptionRequired));
        }
    }

    [Fact]
    public async Task A_check_of_the_application_learns_how_the_token_came_each_time()
    {
        var seen = new EncryptionSeen();
        await using var host = Host(build: builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IClaimCheck>(builder.Services, seen));
        var encrypted = Encrypt(_issuer.Token());

        await host.ValidateAsync(encrypted);
        await host.ValidateAsync(encrypted);
        await host.ValidateAsync(_issuer.Token());

        seen.Answers.Should().Equal(true, true, false);
    }

    [Fact]
    public async Task A_remembered_token_is_not_decrypted_again()
    {
        await using var host = Host();
        var encrypted = Encrypt(_issuer.Token());

        var first = (await host.ValidateAsync(encrypted)).Token;
        var second = (await host.ValidateAsync(encrypted)).Token;

        second.Should().BeSameAs(first);
    }

    [Fact]
    public async Task Two_encryptions_of_one_token_are_two_tokens_to_the_memory()
    {
        await using var host = Host();
        var token = _issuer.Token();

        var first = (await host.ValidateAsync(Encrypt(token))).Token;
        var second = (await host.ValidateAsync(Encrypt(token))).Token;

        second.Should().NotBeNull().And.NotBeSameAs(first);
    }

    [Fact]
    public async Task An_audit_event_names_whom_the_signature_inside_vouches_for_and_nobody_before()
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

    private TestHost Host(Action<TrustedIssuer>? trust = null, Action<HipaaJwtOptions>? options = null, Action<HipaaJwtBuilder>? build = null) => new(
        _issuer,
        trust,
        all =>
        {
            _keys.Trust(all);
            options?.Invoke(all);
        },
        build);

    private sealed class EncryptionSeen : IClaimCheck
    {
        public List<bool> Answers { get; } = [];

        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
        {
            Answers.Add(context.WasEncrypted);
            return JwtError.None;
        }
    }
}
