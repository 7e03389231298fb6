using System.Text.Json.Nodes;
using HipaaJwt.TokenIssuer.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>RFC 8414, and the JWK Set (RFC 7517, section 5).</summary>
public sealed class MetadataTests
{
    private const string WellKnown = "/.well-known/oauth-authorization-server";

    [Fact]
    public async Task The_metadata_name_the_issuer_and_its_endpoints()
    {
        await using var lab = await EndpointLab.StartAsync();

        var answer = await lab.GetAsync(WellKnown);

        (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control"))
            .Should().Be((200, "application/json", "public, max-age=300"));
        (answer.Text("issuer"), answer.Text("token_endpoint"), answer.Text("jwks_uri"))
            .Should().Be((EndpointLab.Issuer, EndpointLab.Issuer + "/token", EndpointLab.Issuer + "/jwks"));
        (answer.Text("revocation_endpoint"), answer.Text("introspection_endpoint"))
            .Should().Be((EndpointLab.Issuer + "/revoke", EndpointLab.Issuer + "/introspect"));
        List(answer, "grant_types_supported").Should().Equal("refresh_token");
        List(answer, "response_types_supported").Should().BeEmpty();
        answer.Json.ContainsKey("authorization_endpoint").Should().BeFalse();
    }

    [Fact]
    public async Task The_metadata_list_the_methods_and_algorithms_that_the_endpoints_accept()
    {
        await using var lab = await EndpointLab.StartAsync(trust: options =>
        {
            options.DPoP.Algorithms.Clear();
            options.DPoP.Algorithms.Add(JwsAlgorithm.ES256);
        });

        var answer = await lab.GetAsync(WellKnown);

        List(answer, "token_endpoint_auth_methods_supported").Should().Equal("client_secret_basic", "private_key_jwt", "none");
        List(answer, "revocation_endpoint_auth_methods_supported").Should().Equal("client_secret_basic", "private_key_jwt", "none");
        List(answer, "introspection_endpoint_auth_methods_supported").Should().Equal("client_secret_basic", "private_key_jwt");
        List(answer, "token_endpoint_auth_signing_alg_values_supported").Should().Contain("ES256").And.Contain("PS256")
            .And.NotContain("none").And.NotContain("HS256");
        List(answer, "dpop_signing_alg_values_supported").Should().Equal("ES256");
        answer.Json["tls_client_certificate_bound_access_tokens"]!.GetValue<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData("https://id.clinic.example", null, WellKnown, "/token", "https://id.clinic.example/token")]
    [InlineData("https://id.clinic.example/", null, WellKnown, "/token", "https://id.clinic.example/token")]
    [InlineData("https://clinic.example/auth", null, WellKnown + "/auth", "/auth/token", "https://clinic.example/auth/token")]
    [InlineData("https://clinic.example/auth/", null, WellKnown + "/auth", "/auth/token", "https://clinic.example/auth/token")]
    [InlineData("https://clinic.example:8443/a/b", null, WellKnown + "/a/b", "/a/b/token", "https://clinic.example:8443/a/b/token")]
    [InlineData("https://id.clinic.example", "/oauth", WellKnown, "/oauth/token", "https://id.clinic.example/oauth/token")]
    [InlineData("https://id.clinic.example", "oauth/", WellKnown, "/oauth/token", "https://id.clinic.example/oauth/token")]
    [InlineData("https://clinic.example/auth", "/auth/v1", WellKnown + "/auth", "/auth/v1/token", "https://clinic.example/auth/v1/token")]
    [InlineData("https://clinic.example/auth", "", WellKnown + "/auth", "/token", "https://clinic.example/auth/token")]
    [InlineData("https://clinic.example/auth", "/authx", WellKnown + "/auth", "/authx/token", "https://clinic.example/auth/authx/token")]
    public void Routes_and_addresses_derive_from_the_issuer(string issuer, string? pattern, string metadata, string route, string address)
    {
        var addresses = new EndpointAddresses(issuer, pattern);

        (addresses.MetadataRoute, addresses.RouteOf("token"), addresses.AddressOf("token")).Should().Be((metadata, route, address));
    }

    [Fact]
    public async Task An_issuer_with_a_path_has_its_metadata_at_the_root()
    {
        await using var lab = await EndpointLab.StartAsync(options => options.Issuer = "https://clinic.example/auth");

        (await lab.GetAsync(WellKnown + "/auth")).Text("issuer").Should().Be("https://clinic.example/auth");
        (await lab.GetAsync(WellKnown)).Status.Should().Be(404);
        (await lab.GetAsync("/auth" + WellKnown)).Status.Should().Be(404);
        (await lab.GetAsync("/auth/jwks")).Status.Should().Be(200);
        (await lab.PostAsync("/auth/token")).Error.Should().Be("invalid_client");
    }

    [Fact]
    public async Task The_Host_header_does_not_change_the_addresses()
    {
        await using var lab = await EndpointLab.StartAsync();

        var answer = await lab.SendAsync(HttpMethod.Get, WellKnown, null, headers => headers.Host = "evil.example");

        answer.Body.Should().NotContain("evil");
    }

    [Fact]
    public async Task The_keys_verify_tokens_and_are_public()
    {
        await using var lab = await EndpointLab.StartAsync();
        var tokens = await lab.SignInAsync();

        var answer = await lab.GetAsync("/jwks");

        (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control"))
            .Should().Be((200, "application/jwk-set+json", "public, max-age=300"));
        var keys = answer.Json["keys"]!.AsArray();
        keys.Should().NotBeEmpty().And.OnlyContain(key => !key!.AsObject().ContainsKey("d"));
        var header = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[0]))!;
        keys.Select(key => key!["kid"]!.GetValue<string>()).Should().Contain(header["kid"]!.GetValue<string>());
    }

    [Fact]
    public async Task Keys_and_metadata_answer_HEAD()
    {
        await using var lab = await EndpointLab.StartAsync();

        foreach (var path in (string[])["/jwks", WellKnown])
        {
            var answer = await lab.SendAsync(HttpMethod.Head, path, null);

            (answer.Status, answer.Body).Should().Be((200, string.Empty));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_that_cannot_be_read_are_unavailable(bool hangs)
    {
        await using var lab = await EndpointLab.StartAsync(
            options => options.PolicyTimeout = TimeSpan.FromMilliseconds(50),
            configure: builder => builder.Services.AddSingleton<ISigner>(provider => new LostSigner(hangs)));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var pending = lab.GetAsync("/jwks");
        while (!pending.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            lab.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(pending, Task.Delay(10, limit.Token));
        }

        var answer = await pending;
        (answer.Status, answer.Header("Retry-After"), answer.Header("Cache-Control")).Should().Be((503, "1", "no-store"));
    }

    private static IEnumerable<string> List(EndpointAnswer answer, string member) =>
        answer.Json[member]!.AsArray().Select(value => value!.GetValue<string>());

    /// <summary>A signer whose vault is gone.</summary>
    private sealed class LostSigner(bool hangs) : ISigner
    {
        public ValueTask<SignerKey> GetKeyAsync(CancellationToken cancellationToken) => throw new IOException("The vault is gone.");

        public ValueTask<ReadOnlyMemory<byte>> SignAsync(SignerKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
            throw new IOException("The vault is gone.");

        /// <summary>It ignores the cancellation, as careless code of an application does.</summary>
        public async ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken)
        {
            await (hangs ? new TaskCompletionSource().Task : Task.CompletedTask);
            throw new IOException("The vault is gone.");
        }
    }
}
