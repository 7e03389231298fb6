using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>RFC 9449, sections 5, 8 and 10, at the token endpoint.</summary>
public sealed class DPoPTests : IAsyncLifetime
{
    private const string Address = EndpointLab.Issuer + "/token";

    private readonly DPoPClient _client = new();
    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task A_refresh_with_the_key_answers_with_a_bound_token_and_the_same_refresh_token()
    {
        var tokens = await SignInAsync(_lab);

        var answer = await RefreshAsync(tokens.RefreshToken!, Proof(_client));

        (answer.Status, answer.Text("token_type")).Should().Be((200, "DPoP"));
        answer.RefreshToken.Should().Be(tokens.RefreshToken, "a bound refresh token is not replaced");
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(answer.AccessToken.Split('.')[1]))!;
        claims["cnf"]!["jkt"]!.GetValue<string>().Should().Be(_client.Thumbprint);
        (await RefreshAsync(tokens.RefreshToken!, Proof(_client))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_stolen_refresh_token_is_of_no_use_without_the_key()
    {
        using var thief = new DPoPClient();
        var tokens = await SignInAsync(_lab);

        (await _lab.RefreshAsync(tokens.RefreshToken)).Should().BeEquivalentTo(new { Status = 400, Error = "invalid_grant" });
        (await RefreshAsync(tokens.RefreshToken!, Proof(thief))).Should().BeEquivalentTo(new { Status = 400, Error = "invalid_grant" });

        (await RefreshAsync(tokens.RefreshToken!, Proof(_client))).Status.Should().Be(200, "the session of the user goes on");
    }

    [Fact]
    public async Task A_proof_is_accepted_once()
    {
        var tokens = await SignInAsync(_lab);
        var proof = Proof(_client);
        await RefreshAsync(tokens.RefreshToken!, proof);

        var answer = await RefreshAsync(tokens.RefreshToken!, proof);

        (answer.Status, answer.Error).Should().Be((400, "invalid_dpop_proof"));
        _lab.Rejections[^1].ReasonCode.Should().Be(JwtErrorCode.ProofReplayed);
    }

    [Theory]
    [InlineData("htm", "GET")]
    [InlineData("htu", "https://id.clinic.example/revoke")]
    [InlineData("htu", "https://evil.example/token")]
    [InlineData("htu", "http://id.clinic.example/token")]
    [InlineData("jti", null)]
    [InlineData("iat", null)]
    public async Task A_proof_of_another_request_is_rejected(string claim, string? value)
    {
        var tokens = await SignInAsync(_lab);

        var answer = await RefreshAsync(tokens.RefreshToken!, Proof(_client, claims => claims[claim] = value));

        (answer.Status, answer.Error, answer.Header("Cache-Control")).Should().Be((400, "invalid_dpop_proof", "no-store"));
        (_lab.Rejections[^1].ReasonCode, _lab.Rejections[^1].ReasonMember, _lab.Rejections[^1].ClientId)
            .Should().Be((JwtErrorCode.ProofInvalid, claim, EndpointLab.Phone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public async Task A_header_that_is_no_proof_is_rejected(string proof) =>
        (await RefreshAsync((await SignInAsync(_lab)).RefreshToken!, proof)).Error.Should().Be("invalid_dpop_proof");

    [Fact]
    public async Task Two_proofs_are_rejected()
    {
        var tokens = await SignInAsync(_lab);
        var body = $"grant_type=refresh_token&client_id={EndpointLab.Phone}&refresh_token={tokens.RefreshToken}";

        var response = await _lab.SendRawAsync(
            $"POST /token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nDPoP: {Proof(_client)}\r\nDPoP: {Proof(_client)}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        response.Should().StartWith("HTTP/1.1 400 ").And.Contain("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_proof_with_a_session_that_is_not_bound_changes_nothing()
    {
        var tokens = await _lab.SignInAsync();

        var answer = await RefreshAsync(tokens.RefreshToken!, Proof(_client));

        (answer.Status, answer.Text("token_type")).Should().Be((200, "Bearer"));
    }

    [Fact]
    public async Task A_required_nonce_is_demanded_sent_and_accepted()
    {
        await using var lab = await EndpointLab.StartAsync(trust: options => options.DPoP.RequireNonce = true);
        var tokens = await SignInAsync(lab);

        var demanded = await RefreshAsync(tokens.RefreshToken!, Proof(_client), lab);

        (demanded.Status, demanded.Error).Should().Be((400, "use_dpop_nonce"));
        var nonce = demanded.Header("DPoP-Nonce")!;
        var answer = await RefreshAsync(tokens.RefreshToken!, Proof(_client, claims => claims["nonce"] = nonce), lab);
        (answer.Status, answer.Header("DPoP-Nonce")).Should().Be((200, nonce));
        var wrong = await RefreshAsync(tokens.RefreshToken!, Proof(_client, claims => claims["nonce"] = "x"), lab);
        wrong.Error.Should().Be("use_dpop_nonce");
    }

    [Fact]
    public async Task Without_a_required_nonce_none_is_sent() =>
        (await RefreshAsync((await SignInAsync(_lab)).RefreshToken!, Proof(_client))).Header("DPoP-Nonce").Should().BeNull();

    [Fact]
    public async Task A_replay_store_that_is_down_is_unavailable_and_consumes_nothing()
    {
        var tokens = await SignInAsync(_lab);
        _lab.Replays.Fails = true;

        var answer = await RefreshAsync(tokens.RefreshToken!, Proof(_client));

        (answer.Status, answer.Error, answer.Header("Retry-After")).Should().Be((503, "temporarily_unavailable", "1"));
        _lab.Replays.Fails = false;
        (await RefreshAsync(tokens.RefreshToken!, Proof(_client))).Status.Should().Be(200);
    }

    private static string Proof(DPoPClient client, Action<JsonObject>? change = null) => client.Proof(
        string.Empty,
        claims: claims =>
        {
            claims.Remove("ath");
            (claims["htm"], claims["iat"]) = ("POST", EndpointLab.Now.ToUnixTimeSeconds());
            change?.Invoke(claims);
        },
        address: Address);

    private Task<IssuedTokens> SignInAsync(EndpointLab lab) => lab.SignInAsync(binding: TokenBinding.ToKey(_client.Thumbprint));

    private Task<EndpointAnswer> RefreshAsync(string refreshToken, string proof, EndpointLab? lab = null) => (lab ?? _lab).PostAsync(
        "/token",
        [("grant_type", "refresh_token"), ("client_id", EndpointLab.Phone), ("refresh_token", refreshToken)],
        headers => headers.TryAddWithoutValidation("DPoP", proof));
}
