using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.Validation;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>The sender constraint that each kind of token requires, before a proof is read.</summary>
public sealed class BoundTokenTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_bound_token_is_accepted_repeatedly_with_a_new_proof_each_time()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: _client.Bind);

        for (var use = 0; use < 3; use++)
        {
            (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error.Should().Be(JwtError.None);
            (await host.Validator.ValidateAsync(token.AsMemory(), Request(_client.Proof(token)))).Error.Should().Be(JwtError.None);
        }
    }

    [Fact]
    public async Task A_bound_token_without_a_proof_is_rejected()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: _client.Bind);
        var missing = new JwtError(JwtErrorCode.ProofMissing, "cnf");

        (await host.Validator.ValidateAsync(token)).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(System.Text.Encoding.ASCII.GetBytes(token))).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(token, default)).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(token, Request(string.Empty))).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).IsValid.Should().BeTrue();
        (await host.Validator.ValidateAsync(token)).Error.Should().Be(missing, "a cached token also requires a proof");
    }

    [Fact]
    public async Task An_unbound_token_is_rejected_with_a_proof_and_accepted_without()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error
            .Should().Be(new JwtError(JwtErrorCode.ProofKeyMismatch, "cnf"));
        (await host.Validator.ValidateAsync(token, Request(string.Empty))).Error.Code.Should().Be(JwtErrorCode.ProofKeyMismatch);
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task RequireSenderConstraint_accepts_tokens_that_are_bound_to_a_key_or_a_certificate()
    {
        await using var host = new TestHost(_issuer, trust => trust.RequireSenderConstraint = true);
        using var certificate = SelfSigned.Client();
        var unbound = _issuer.Token();
        var boundToKey = _issuer.Token(claims: _client.Bind);
        var boundToCertificate = BoundToCertificate(certificate);

        (await host.ValidateAsync(unbound)).Error.Should().Be(new JwtError(JwtErrorCode.SenderConstraintRequired, "cnf"));
        (await host.Validator.ValidateAsync(unbound, Request(_client.Proof(unbound)))).Error.Code
            .Should().Be(JwtErrorCode.SenderConstraintRequired);
        (await host.Validator.ValidateAsync(boundToKey, Request(_client.Proof(boundToKey)))).IsValid.Should().BeTrue();
        (await host.Validator.ValidateAsync(boundToCertificate, new JwtValidationRequest { ClientCertificate = certificate })).IsValid
            .Should().BeTrue();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("{\"kid\":\"x\"}")]
    [InlineData("{\"jwk\":{\"kty\":\"EC\"}}")]
    [InlineData("{\"jkt\":null}")]
    [InlineData("{\"jkt\":\"\"}")]
    [InlineData("{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\"}")]
    [InlineData("{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}")]
    [InlineData("{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("{\"jkt\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]}")]
    [InlineData("{\"JKT\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("{\"x5t#S256\":\"AAAA\"}")]
    [InlineData("{\"x5t#s256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("{\"x5t\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")]
    public async Task A_confirmation_that_cannot_be_checked_is_rejected(string confirmation)
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: claims => claims["cnf"] = JsonNode.Parse(confirmation));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.ConfirmationNotSupported, "cnf"));
        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error.Code
            .Should().Be(JwtErrorCode.ConfirmationNotSupported);
    }

    [Fact]
    public async Task A_confirmation_with_a_valid_and_a_malformed_thumbprint_is_rejected()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = _client.Thumbprint, ["x5t#S256"] = 7 });

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error.Code
            .Should().Be(JwtErrorCode.ConfirmationNotSupported);
    }

    [Fact]
    public async Task An_unknown_member_beside_a_valid_thumbprint_is_ignored()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = _client.Thumbprint, ["other"] = 7 });

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_key_and_a_certificate_requires_both()
    {
        await using var host = new TestHost(_issuer);
        using var certificate = SelfSigned.Client();
        using var other = SelfSigned.Client();
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject
        {
            ["jkt"] = _client.Thumbprint,
            ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate),
        });

        async Task<JwtErrorCode> ValidateAsync(string? proof, X509Certificate2? clientCertificate) =>
            (await host.Validator.ValidateAsync(token, Request(proof) with { ClientCertificate = clientCertificate })).Error.Code;

        (await ValidateAsync(_client.Proof(token), certificate)).Should().Be(JwtErrorCode.None);
        (await ValidateAsync(_client.Proof(token), null)).Should().Be(JwtErrorCode.CertificateMissing);
        (await ValidateAsync(_client.Proof(token), other)).Should().Be(JwtErrorCode.CertificateMismatch);
        (await ValidateAsync(null, certificate)).Should().Be(JwtErrorCode.ProofMissing);
    }

    [Fact]
    public async Task A_disposed_certificate_does_not_match()
    {
        await using var host = new TestHost(_issuer);
        var certificate = SelfSigned.Client();
        var token = BoundToCertificate(certificate);
        certificate.Dispose();

        (await host.Validator.ValidateAsync(token, new JwtValidationRequest { ClientCertificate = certificate })).Error
            .Should().Be(new JwtError(JwtErrorCode.CertificateMismatch, "x5t#S256"));
    }

    [Fact]
    public async Task A_token_that_is_bound_only_to_a_certificate_is_rejected_with_a_proof()
    {
        await using var host = new TestHost(_issuer);
        using var certificate = SelfSigned.Client();
        var token = BoundToCertificate(certificate);

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)) with { ClientCertificate = certificate })).Error.Code
            .Should().Be(JwtErrorCode.ProofKeyMismatch);
    }

    [Fact]
    public async Task The_audit_event_of_a_rejected_sender_contains_the_identifiers_of_the_token()
    {
        var sink = new RecordingAuditSink();
        await using var host = new TestHost(_issuer, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));

        await host.ValidateAsync(_issuer.Token(claims: _client.Bind));

        var rejection = sink.Events.Should().ContainSingle().Subject;
        (rejection.Type, rejection.ReasonCode, rejection.Subject, rejection.TokenId)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.ProofMissing, "user-42", "token-1"));
    }

    private static JwtValidationRequest Request(string? proof) => DPoPClient.Request(proof);

    private string BoundToCertificate(X509Certificate2 certificate) => _issuer.Token(claims: claims =>
        claims["cnf"] = new JsonObject { ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate) });
}
