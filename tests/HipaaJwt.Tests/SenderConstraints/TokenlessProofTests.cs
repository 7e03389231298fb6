using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>Proofs without an access token, as a token endpoint receives them (RFC 9449, section 5).</summary>
public sealed class TokenlessProofTests : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();
    private readonly TestHost _host;

    public TokenlessProofTests() => _host = new TestHost(_issuer);

    public static TheoryData<string> HeaderFaults => [.. ProofTests.HeaderFaults.Keys];

    public static TheoryData<string> ClaimFaults =>
        [.. ProofTests.ClaimFaults.Where(fault => fault.Value.Member != "ath").Select(fault => fault.Key)];

    public static TheoryData<string> HashFaults =>
        [.. ProofTests.ClaimFaults.Where(fault => fault.Value.Member == "ath").Select(fault => fault.Key)];

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _issuer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_valid_proof_names_its_key()
    {
        var result = await ValidateAsync(_client.Proof("x", claims: claims => claims.Remove("ath")));

        result.IsValid.Should().BeTrue();
        result.KeyThumbprint.Should().Be(_client.Thumbprint);
        result.Error.Should().Be(JwtError.None);
    }

    [Theory]
    [MemberData(nameof(HeaderFaults))]
    public async Task A_proof_with_an_invalid_header_is_rejected(string name)
    {
        var (member, change) = ProofTests.HeaderFaults[name];

        Rejects(await ValidateAsync(_client.Proof("x", header: change)), new JwtError(JwtErrorCode.ProofInvalid, member));
    }

    [Theory]
    [MemberData(nameof(ClaimFaults))]
    public async Task A_proof_with_invalid_claims_is_rejected(string name)
    {
        var (member, change) = ProofTests.ClaimFaults[name];

        Rejects(await ValidateAsync(_client.Proof("x", claims: change)), new JwtError(JwtErrorCode.ProofInvalid, member));
    }

    [Theory]
    [MemberData(nameof(HashFaults))]
    public async Task The_hash_of_a_token_is_ignored(string name) =>
        (await ValidateAsync(_client.Proof("x", claims: ProofTests.ClaimFaults[name].Change))).IsValid.Should().BeTrue();

    [Fact]
    public async Task A_proof_is_accepted_once_and_another_of_the_same_key_again()
    {
        var proof = _client.Proof("x");

        (await ValidateAsync(proof)).IsValid.Should().BeTrue();
        Rejects(await ValidateAsync(proof), new JwtError(JwtErrorCode.ProofReplayed, "jti"));
        (await ValidateAsync(_client.Proof("x"))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_proof_that_another_key_signed_is_rejected()
    {
        using var other = new DPoPClient();

        Rejects(
            await ValidateAsync(other.Sign(_client.Header().ToJsonString(), DPoPClient.Claims("x").ToJsonString())),
            new JwtError(JwtErrorCode.ProofInvalid));
    }

    [Theory]
    [InlineData("", JwtErrorCode.ProofMissing)]
    [InlineData("x", JwtErrorCode.ProofInvalid)]
    [InlineData("a.b.c", JwtErrorCode.ProofInvalid)]
    [InlineData("é.é.é", JwtErrorCode.ProofInvalid)]
    public async Task A_text_that_is_no_proof_is_rejected(string proof, JwtErrorCode code) =>
        (await ValidateAsync(proof)).Error.Code.Should().Be(code);

    [Fact]
    public async Task A_proof_is_rejected_if_the_address_of_the_request_is_unknown() =>
        Rejects(
            await Proofs(_host).ValidateAsync(new DPoPProofRequest
            {
                Proof = _client.Proof("x"),
                HttpMethod = "GET",
                HttpUri = null,
                Sender = "clinic-app",
            }),
            new JwtError(JwtErrorCode.ProofInvalid, "htu"));

    [Fact]
    public async Task A_required_nonce_is_demanded_and_accepted()
    {
        await using var host = new TestHost(_issuer, options: options => options.DPoP.RequireNonce = true);
        var nonce = host.Services.GetRequiredService<DPoPNonces>().Current;

        Rejects(await ValidateAsync(_client.Proof("x"), host), new JwtError(JwtErrorCode.ProofNonceRequired, "nonce"));
        (await ValidateAsync(_client.Proof("x", claims: claims => claims["nonce"] = nonce), host)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task One_sender_cannot_fill_the_store_for_another()
    {
        await using var host = new TestHost(_issuer, options: options => (options.Replay.MaxPerSender, options.Replay.Capacity) = (1, 10));

        (await ValidateAsync(_client.Proof("x"), host)).IsValid.Should().BeTrue();
        Rejects(await ValidateAsync(_client.Proof("x"), host), new JwtError(JwtErrorCode.ReplayStoreUnavailable));
        (await ValidateAsync(_client.Proof("x"), host, "other-app")).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Each_trust_has_its_own_rules()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.Services.AddHipaaJwt("strict", options =>
        {
            options.Issuers.Add(_issuer.Trust());
            options.DPoP.RequireNonce = true;
        }));
        var request = Request(_client.Proof("x"), "clinic-app");

        (await host.Services.GetRequiredKeyedService<IDPoPProofs>("strict").ValidateAsync(request)).Error.Code
            .Should().Be(JwtErrorCode.ProofNonceRequired);
        (await Proofs(host).ValidateAsync(request)).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Neither_the_request_nor_its_text_contains_the_proof() =>
        Request("secret-proof", "clinic-app").ToString().Should().Be("DPoPProofRequest");

    private static IDPoPProofs Proofs(TestHost host) => host.Services.GetRequiredService<IDPoPProofs>();

    private static DPoPProofRequest Request(string proof, string sender) => new()
    {
        Proof = proof,
        HttpMethod = "GET",
        HttpUri = new Uri(DPoPClient.Address),
        Sender = sender,
    };

    private static void Rejects(DPoPProofResult result, JwtError error)
    {
        result.IsValid.Should().BeFalse();
        result.KeyThumbprint.Should().BeNull();
        result.Error.Should().Be(error);
    }

    private ValueTask<DPoPProofResult> ValidateAsync(string proof, TestHost? host = null, string sender = "clinic-app") =>
        Proofs(host ?? _host).ValidateAsync(Request(proof, sender));
}
