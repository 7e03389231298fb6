using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>Tokens that are bound to the key of a client (RFC 9449), over a real socket.</summary>
public sealed class DPoPTests : IDisposable
{
    private const string Algorithms = "algs=\"ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512\"";

    private const string InvalidToken = "DPoP error=\"invalid_token\", " + Algorithms;
    private const string InvalidProof = "DPoP error=\"invalid_dpop_proof\", " + Algorithms;

    private readonly DPoPClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("DPoP")]
    [InlineData("dpop")]
    [InlineData("DPoP   ")]
    public async Task Accepts_a_bound_token_with_a_proof_and_writes_one_event(string scheme)
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        var response = await server.SendAsync("GET /patients/7/chart?a=b", $"Authorization: {scheme} {token}", "DPoP: " + Proof(token));

        response.Status.Should().Be(200);
        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
        response.Headers.Should().NotContain(header => header.StartsWith("DPoP-Nonce", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/patients/a%20b/chart", "/patients/a%20b/chart")]
    [InlineData("/patients/%C3%A9/chart", "/patients/%C3%A9/chart")]
    [InlineData("/patients/%C3%A9/chart", "/patients/%c3%a9/chart")]
    [InlineData("/patients/a%40b/chart", "/patients/a%40b/chart")]
    [InlineData("/patients/a%2fb/chart", "/patients/a%2Fb/chart")]
    [InlineData("/patients/a%2541/chart", "/patients/a%2541/chart")]
    [InlineData("/patients/a%25/chart", "/patients/a%25/chart")]
    [InlineData("/patients/x/../%37/chart", "/patients/7/chart")]
    [InlineData("/patients/a;v=1/chart", "/patients/a;v=1/chart")]
    public async Task Accepts_a_proof_for_the_URI_that_the_client_sent_in_any_encoding(string path, string inProof)
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        (await SendAsync(server, token, Proof(token, inProof), path)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("/patients/a%2541/chart", "/patients/aA/chart")]
    [InlineData("/patients/a%2Fb/chart", "/patients/a/b/chart")]
    [InlineData("/patients/7/chart", "/patients/8/chart")]
    public async Task Rejects_a_proof_for_another_resource(string path, string inProof)
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        (await SendAsync(server, token, Proof(token, inProof), path)).Challenge.Should().StartWith("DPoP error=\"invalid_dpop_proof\"");
        server.Events.Should().ContainSingle().Which.ReasonMember.Should().Be("htu");
    }

    [Fact]
    public async Task Rejects_a_bound_token_as_a_bearer_token_and_challenges_both_schemes()
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        var response = await server.SendAsync("GET /patients/7/chart", "Authorization: Bearer " + token, "DPoP: " + Proof(token));

        response.Status.Should().Be(401);
        ChallengesOf(response).Should().Equal("Bearer error=\"invalid_token\"", "DPoP " + Algorithms);
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.ProofMissing);
    }

    [Fact]
    public async Task Each_rejection_has_the_challenge_of_its_error()
    {
        await using var server = await ClinicServer.StartAsync();
        using var attacker = new DPoPClient();
        var token = BoundToken(server);
        var used = Proof(token);
        (await SendAsync(server, token, used)).Status.Should().Be(200);

        var ofAttacker = attacker.Proof(token, address: "http://clinic/patients/7/chart");
        (await SendAsync(server, token, used)).Challenge.Should().Be(InvalidProof);
        (await SendAsync(server, token, "x")).Challenge.Should().Be(InvalidProof);
        (await SendAsync(server, token, ofAttacker)).Challenge.Should().Be(InvalidToken);
        (await server.SendAsync("GET /patients/7/chart", "Authorization: DPoP " + token)).Challenge.Should().Be(InvalidToken);
        (await SendAsync(server, server.Issuer.Token(), Proof(server.Issuer.Token()))).Challenge.Should().Be(InvalidToken);
        (await SendAsync(server, "x", "y")).Challenge.Should().Be(InvalidToken);
        server.Events.Skip(1).Select(rejection => rejection.ReasonCode).Should().Equal(
            JwtErrorCode.ProofReplayed,
            JwtErrorCode.ProofInvalid,
            JwtErrorCode.ProofKeyMismatch,
            JwtErrorCode.ProofMissing,
            JwtErrorCode.ProofKeyMismatch,
            JwtErrorCode.TokenNotCompact);
    }

    [Fact]
    public async Task Responds_403_under_DPoP_to_a_valid_bound_token_without_the_permission()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: scheme =>
            scheme.AddHipaaJwtBearer(options => options.Realm = "clinic"));
        var token = server.Issuer.Token(claims: claims =>
        {
            _client.Bind(claims);
            claims.Remove("roles");
        });

        var response = await SendAsync(server, token, Proof(token));

        response.Status.Should().Be(403);
        response.Challenge.Should().Be("DPoP realm=\"clinic\", error=\"insufficient_scope\", " + Algorithms);
    }

    [Theory]
    [InlineData("Authorization: DPoP")]
    [InlineData("Authorization: DPoP  ")]
    [InlineData("Authorization: DPoP\t{0}")]
    [InlineData("Authorization: DPoP \t{0}")]
    [InlineData("Authorization: DPoP  \"{0}\"")]
    [InlineData("Authorization: DPoP  {0} {0}")]
    [InlineData("Authorization: DPoP {0},{0}")]
    [InlineData("Authorization: DPoP {0}", "Authorization: DPoP {0}")]
    [InlineData("Authorization: DPoP {0}", "Authorization: Bearer {0}")]
    [InlineData("Authorization: Basic dTpw", "Authorization: DPoP {0}")]
    public async Task Responds_400_unless_there_is_exactly_one_credential(params string[] headers)
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        var withToken = headers.Select(header => header.Replace("{0}", token, StringComparison.Ordinal));
        var response = await server.SendAsync("GET /patients/7/chart", [.. withToken, "DPoP: " + Proof(token)]);

        response.Status.Should().Be(400);
        response.Challenge.Should().Contain("error=\"invalid_request\"");
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.AuthorizationHeaderInvalid);
    }

    [Theory]
    [InlineData("DPoP: {0}", "DPoP: {0}")]
    [InlineData("DPoP: {0}", "DPoP: other")]
    [InlineData("DPoP: {0}", "dpop:")]
    [InlineData("DPoP: {0}, {0}")]
    public async Task Rejects_several_proofs(params string[] headers)
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        var withProof = headers.Select(header => header.Replace("{0}", Proof(token), StringComparison.Ordinal));
        var response = await server.SendAsync("GET /patients/7/chart", ["Authorization: DPoP " + token, .. withProof]);

        response.Status.Should().Be(401);
        response.Challenge.Should().StartWith("DPoP error=\"invalid_dpop_proof\"");
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.ProofInvalid);
    }

    [Fact]
    public async Task Offers_DPoP_to_a_request_without_a_token_only_with_OfferDPoP()
    {
        await using var plain = await ClinicServer.StartAsync();
        await using var offering = await ClinicServer.StartAsync(
            configure: builder => builder.Services.AddHipaaJwt(options =>
            {
                options.DPoP.Algorithms.Clear();
                options.DPoP.Algorithms.Add(JwsAlgorithm.ES256);
            }),
            authenticate: scheme => scheme.AddHipaaJwtBearer(options => options.OfferDPoP = true));

        ChallengesOf(await plain.GetChartAsync()).Should().Equal("Bearer");
        ChallengesOf(await offering.GetChartAsync()).Should().Equal("Bearer", "DPoP algs=\"ES256\"");
        ChallengesOf(await offering.GetChartAsync("x")).Should().Equal("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task Sends_the_nonce_with_a_rejection_and_with_accepted_responses()
    {
        await using var server = await ClinicServer.StartAsync(configure: builder =>
            builder.Services.AddHipaaJwt(options => options.DPoP.RequireNonce = true));
        var token = BoundToken(server);

        var rejected = await SendAsync(server, token, Proof(token));
        rejected.Status.Should().Be(401);
        rejected.Challenge.Should().Be("DPoP error=\"use_dpop_nonce\", " + Algorithms);
        var accepted = await SendAsync(server, token, Proof(token, nonce: NonceOf(rejected)));

        accepted.Status.Should().Be(200);
        server.Issuer.Time.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync(server, token, Proof(token, nonce: NonceOf(accepted), seconds: 60))).Status.Should().Be(200);
        (await server.GetChartAsync(server.Issuer.Token())).Headers
            .Should().NotContain(header => header.StartsWith("DPoP", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("_..a")]
    [InlineData("_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("")]
    public async Task Rejects_a_proof_if_the_Host_header_is_not_a_host_name(string host)
    {
        await using var server = await ClinicServer.StartAsync();
        var token = BoundToken(server);

        var response = await server.SendAsync(
            "GET /patients/7/chart", "Host: " + host, "Authorization: DPoP " + token, "DPoP: " + Proof(token));

        response.Status.Should().Be(401);
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.ProofInvalid);
    }

    [Fact]
    public async Task Behind_a_proxy_the_proof_must_name_the_forwarded_URI()
    {
        await using var server = await ClinicServer.StartAsync(builder =>
            builder.Services.AddSingleton<IStartupFilter, ForwardedHeadersFilter>());
        var token = BoundToken(server);
        string[] headers =
        [
            "Authorization: DPoP " + token,
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: api.hospital.example",
            "X-Forwarded-Prefix: /fhir",
        ];
        var forwarded = _client.Proof(token, address: "https://api.hospital.example/fhir/patients/7/chart");

        (await server.SendAsync("GET /patients/7/chart", [.. headers, "DPoP: " + forwarded])).Status.Should().Be(200);
        (await server.SendAsync("GET /patients/7/chart", [.. headers, "DPoP: " + Proof(token)])).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_second_scheme_does_not_reuse_the_result_of_a_token_with_its_proof_for_the_token_alone()
    {
        // The second scheme, JwtBearer, receives the token without its proof.
        await using var server = await ClinicServer.StartAsync(
            authenticate: builder => builder.AddHipaaJwtBearer().AddJwtBearer(options => options.Events = new()
            {
                OnMessageReceived = message =>
                {
                    message.Token = message.Request.Headers.Authorization.ToString()["DPoP ".Length..];
                    return Task.CompletedTask;
                },
            }).UseHipaaJwtTokenHandler(),
            map: app =>
            {
                app.MapGet("/both", () => "ok").RequireAuthorization(policy => policy
                    .AddAuthenticationSchemes(HipaaJwtBearerDefaults.AuthenticationScheme, "Bearer")
                    .RequireAssertion(context => context.User.Identities.Count(identity => identity.IsAuthenticated) == 2));
            });
        var token = BoundToken(server);

        var response = await server.SendAsync("GET /both", "Authorization: DPoP " + token, "DPoP: " + Proof(token, "/both"));

        response.Status.Should().NotBe(200);
        server.Events.Should().Contain(rejection => rejection.ReasonCode == JwtErrorCode.ProofMissing);
    }

    [Fact]
    public async Task A_single_use_token_is_accepted_for_one_request()
    {
        await using var server = await ClinicServer.StartAsync(configure: builder =>
            builder.Services.AddHipaaJwt(options => options.Issuers[0].RequireSingleUse = true));
        var token = server.Issuer.Token();

        (await server.GetChartAsync(token)).Status.Should().Be(200);
        (await server.GetChartAsync(token)).Challenge.Should().Be("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task Responds_503_if_the_replay_store_fails()
    {
        await using var server = await ClinicServer.StartAsync(configure: builder => builder.Services
            .AddHipaaJwt(options => options.Issuers[0].RequireSingleUse = true).AddReplayStore<FailingStore>());

        var response = await server.GetChartAsync(server.Issuer.Token());

        response.Status.Should().Be(503);
        response.Headers.Should().Contain("Retry-After: 10");
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
    }

    [Fact]
    public async Task The_response_the_log_and_the_audit_events_contain_nothing_of_a_proof()
    {
        const string Canary = "canary-5c1d";
        await using var server = await ClinicServer.StartAsync(authenticate: scheme =>
            scheme.AddHipaaJwtBearer(options => options.IncludeErrorDetails = true));
        var token = BoundToken(server);
        string[] proofs =
        [
            Proof(token, jti: Canary),
            Proof(token, jti: Canary),
            Canary,
            _client.Proof(
                token,
                header => header["kid"] = Canary,
                claims => (claims["htu"], claims["jti"]) = ("https://" + Canary, Canary)),
            _client.Proof(token, header => header[Canary] = Canary, claims => claims["htm"] = Canary),
        ];

        List<RawResponse> responses = [];
        foreach (var proof in proofs)
        {
            responses.Add(await SendAsync(server, token, proof));
        }

        responses.Select(response => response.Status).Should().Equal(200, 401, 401, 401, 401);
        var log = server.Log.Lines.Select(line => line.Text);
        var events = server.Events.Select(auditEvent => auditEvent.ToString());
        var all = string.Join('\n', [.. responses.Select(response => response.Text), .. log, .. events]);
        var publicKey = _client.PublicKey()["x"]!.GetValue<string>();
        string[] secrets = [Canary, _client.Thumbprint, .. proofs.SelectMany(proof => proof.Split('.')), publicKey];
        secrets.Should().OnlyContain(secret => !all.Contains(secret, StringComparison.Ordinal));
    }

    private static string NonceOf(RawResponse response) =>
        response.Headers.Single(header => header.StartsWith("DPoP-Nonce: ", StringComparison.Ordinal))["DPoP-Nonce: ".Length..];

    private static IEnumerable<string> ChallengesOf(RawResponse response) => response.Headers
        .Where(header => header.StartsWith("WWW-Authenticate: ", StringComparison.Ordinal))
        .Select(header => header["WWW-Authenticate: ".Length..]);

    private static Task<RawResponse> SendAsync(ClinicServer server, string token, string proof, string path = "/patients/7/chart") =>
        server.SendAsync("GET " + path, "Authorization: DPoP " + token, "DPoP: " + proof);

    private string BoundToken(ClinicServer server) => server.Issuer.Token(claims: _client.Bind);

    private string Proof(string token, string path = "/patients/7/chart", string? nonce = null, string? jti = null, int seconds = 0) =>
        _client.Proof(
            token,
            claims: claims =>
            {
                claims["iat"] = TestIssuer.Now.ToUnixTimeSeconds() + seconds;
                claims["nonce"] = nonce is null ? new JsonObject() : nonce;
                claims["jti"] = jti ?? claims["jti"]!.GetValue<string>();
            },
            address: "http://clinic" + path);

    private sealed class FailingStore : IReplayStore
    {
        public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) =>
            throw new IOException("The network is unreachable.");
    }

    /// <summary>Adds the forwarded headers middleware before all others, as a service behind a proxy must do.</summary>
    private sealed class ForwardedHeadersFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix,
            });
            next(app);
        };
    }
}
