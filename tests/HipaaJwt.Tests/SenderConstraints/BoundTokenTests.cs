using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.Validation;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>Which tokens need which sender, before any proof is read.</summary>
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
    public async Task A_bound_token_with_a_proof_is_accepted_again_and_again_each_time_with_a_new_one()
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
    public async Task A_bound_token_is_no_bearer_token_whichever_way_it_comes()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: _client.Bind);
        var missing = new JwtError(JwtErrorCode.ProofMissing, "cnf");

        (await host.Validator.ValidateAsync(token)).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(System.Text.Encoding.ASCII.GetBytes(token))).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(token, default)).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(token, Request(string.Empty))).Error.Should().Be(missing);
        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).IsValid.Should().BeTrue();
        (await host.Validator.ValidateAsync(token)).Error.Should().Be(missing, "a remembered token is no bearer token either");
    }

    [Fact]
    public async Task A_token_that_is_bound_to_nothing_is_refused_with_a_proof_and_accepted_without()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error.Should().Be(new JwtError(JwtErrorCode.ProofKeyMismatch, "cnf"));
        (await host.Validator.ValidateAsync(token, Request(string.Empty))).Error.Code.Should().Be(JwtErrorCode.ProofKeyMismatch);
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task An_issuer_that_must_bind_its_tokens_may_bind_them_to_either()
    {
        await using var host = new TestHost(_issuer, trust => trust.RequireSenderConstraint = true);
        using var certificate = SelfSigned.Client();
        var unbound = _issuer.Token();
        var toKey = _issuer.Token(claims: _client.Bind);
        var toCertificate = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate) });

        (await host.ValidateAsync(unbound)).Error.Should().Be(new JwtError(JwtErrorCode.SenderConstraintRequired, "cnf"));
        (await host.Validator.ValidateAsync(unbound, Request(_client.Proof(unbound)))).Error.Code.Should().Be(JwtErrorCode.SenderConstraintRequired);
        (await host.Validator.ValidateAsync(toKey, Request(_client.Proof(toKey)))).IsValid.Should().BeTrue();
        (await host.Validator.ValidateAsync(toCertificate, new JwtValidationRequest { ClientCertificate = certificate })).IsValid.Should().BeTrue();
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
    public async Task A_confirmation_that_cannot_be_checked_is_refused(string confirmation)
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: claims => claims["cnf"] = JsonNode.Parse(confirmation));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.ConfirmationNotSupported, "cnf"));
        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error.Code.Should().Be(JwtErrorCode.ConfirmationNotSupported);
    }

    [Fact]
    public async Task A_good_thumbprint_does_not_make_up_for_a_malformed_one()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = _client.Thumbprint, ["x5t#S256"] = 7 });

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).Error.Code.Should().Be(JwtErrorCode.ConfirmationNotSupported);
    }

    [Fact]
    public async Task A_member_that_is_not_understood_beside_one_that_is_does_not_matter()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = _client.Thumbprint, ["other"] = 7 });

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_that_is_bound_to_both_needs_both()
    {
        await using var host = new TestHost(_issuer);
        using var certificate = SelfSigned.Client();
        using var other = SelfSigned.Client();
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = _client.Thumbprint, ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate) });

        async Task<JwtErrorCode> Verdict(string? proof, System.Security.Cryptography.X509Certificates.X509Certificate2? sent) =>
            (await host.Validator.ValidateAsync(token, Request(proof) with { ClientCertificate = sent })).Error.Code;

        (await Verdict(_client.Proof(token), certificate)).Should().Be(JwtErrorCode.None);
        (await Verdict(_client.Proof(token), null)).Should().Be(JwtErrorCode.CertificateMissing);
        (await Verdict(_client.Proof(token), other)).Should().Be(JwtErrorCode.CertificateMismatch);
        (await Verdict(null, certificate)).Should().Be(JwtErrorCode.ProofMissing);
    }

    [Fact]
    public async Task A_certificate_that_was_disposed_of_is_no_certificate()
    {
        await using var host = new TestHost(_issuer);
        var certificate = SelfSigned.Client();
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate) });
        certificate.Dispose();

        (await host.Validator.ValidateAsync(token, new JwtValidationRequest { ClientCertificate = certificate })).Error
            .Should().Be(new JwtError(JwtErrorCode.CertificateMismatch, "x5t#S256"));
    }

    [Fact]
    public async Task A_token_bound_to_a_certificate_is_refused_under_the_scheme_of_proofs()
    {
        await using var host = new TestHost(_issuer);
        using var certificate = SelfSigned.Client();
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate) });

        (await host.Validator.ValidateAsync(token, Request(_client.Proof(token)) with { ClientCertificate = certificate })).Error.Code
            .Should().Be(JwtErrorCode.ProofKeyMismatch);
    }

    [Fact]
    public async Task A_refusal_for_its_sender_tells_the_trail_whose_token_it_was()
    {
        var sink = new RecordingAuditSink();
        await using var host = new TestHost(_issuer, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));

        await host.ValidateAsync(_issuer.Token(claims: _client.Bind));

        var refusal = sink.Events.Should().ContainSingle().Subject;
        (refusal.Type, refusal.ReasonCode, refusal.Subject, refusal.TokenId).Should().Be((AuditEventType.TokenRejected, JwtErrorCode.ProofMissing, "user-42", "token-1"));
    }

    private static JwtValidationRequest Request(string? proof) => new() { DPoPProof = proof, HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) };
}
