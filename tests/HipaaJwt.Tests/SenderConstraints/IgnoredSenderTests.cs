using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>Tokens whose sender another service checks (RFC 7662).</summary>
public sealed class IgnoredSenderTests : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();
    private readonly TestHost _host;

    public IgnoredSenderTests() => _host = new TestHost(_issuer);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _issuer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_key_needs_no_proof()
    {
        var token = _issuer.Token(claims: _client.Bind);

        (await ValidateAsync(token, isIgnored: false)).Code.Should().Be(JwtErrorCode.ProofMissing);
        (await ValidateAsync(token, isIgnored: true)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_certificate_needs_none()
    {
        using var certificate = SelfSigned.Client();
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject
        {
            ["x5t#S256"] = SelfSigned.ThumbprintOf(certificate),
        });

        (await ValidateAsync(token, isIgnored: false)).Code.Should().Be(JwtErrorCode.CertificateMissing);
        (await ValidateAsync(token, isIgnored: true)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_binding_that_nobody_can_check_is_rejected() =>
        (await ValidateAsync(_issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["kid"] = "x" }), isIgnored: true))
            .Code.Should().Be(JwtErrorCode.ConfirmationNotSupported);

    private async Task<JwtError> ValidateAsync(string token, bool isIgnored) =>
        (await _host.Validator.ValidateAsync(new JwtValidationRequest(token) { IgnoreSenderConstraint = isIgnored })).Error;
}
