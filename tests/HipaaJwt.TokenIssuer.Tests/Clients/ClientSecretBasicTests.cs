using System.Net.Http.Headers;
using System.Text;
using HipaaJwt.TokenIssuer.Tests.Endpoints;

namespace HipaaJwt.TokenIssuer.Tests.Clients;

/// <summary>RFC 6749, section 2.3.1: <c>client_secret_basic</c>, and public clients.</summary>
public sealed class ClientSecretBasicTests : IAsyncLifetime
{
    private EndpointLab _lab = null!;

    private static string Secret => EndpointLab.Secret;

    public static TheoryData<string> Malformed =>
    [
        "Basic",
        "Basic ",
        "Basic !!!!",
        "Basic c2VydmVyOg",
        "Basic c2Vy dmVyOng=",
        "Basic c2VydmVy",
        "Basic OnNlY3JldA==",
        "Basic " + Encode("server%3:" + Secret),
        "Basic " + Encode("server%zzapp:" + Secret),
        "Basic " + Encode("server%ff:" + Secret),
        "Basic " + Encode("server app:" + Secret),
        "Basic " + Encode("\u0000:" + Secret),
        "Basic " + Encode(EndpointLab.Server + ":" + Secret),
        "Basic " + Encode("server%3Aapp:" + new string('a', 5000)),
        "Bearer abc",
        "Digest username=\"x\"",
        "BasicX " + Encode("server%3Aapp:" + Secret),
    ];

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("Basic ")]
    [InlineData("basic ")]
    [InlineData("BASIC  ")]
    public async Task A_client_authenticates_with_its_encoded_identifier_and_secret(string scheme) =>
        (await SendAsync(scheme + Encode("server%3Aapp:" + Secret))).Status.Should().Be(200);

    [Fact]
    public async Task Each_of_several_secrets_is_accepted()
    {
        (await SendAsync("Basic " + Encode("server%3Aapp:" + Secret))).Status.Should().Be(200);
        (await SendAsync("Basic " + Encode("server%3aapp:" + EndpointLab.OldSecret))).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_secret_of_another_client_is_rejected()
    {
        var answer = await SendAsync("Basic " + Encode("other-app:" + EndpointLab.OldSecret));

        Rejects(answer, EndpointLab.Other);
    }

    [Theory]
    [InlineData("server%3Aapp", "", EndpointLab.Server)]
    [InlineData("server%3Aapp", "wrong", EndpointLab.Server)]
    [InlineData("unknown", "wrong", null)]
    [InlineData("phone-app", "", EndpointLab.Phone)]
    [InlineData("phone-app", "x", EndpointLab.Phone)]
    [InlineData("SERVER%3AAPP", "wrong", null)]
    public async Task A_wrong_secret_is_rejected_and_the_event_names_a_registered_client_only(string id, string secret, string? recorded) =>
        Rejects(await SendAsync("Basic " + Encode($"{id}:{secret}")), recorded);

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_header_is_rejected(string header) => Rejects(await SendAsync(header), null);

    [Fact]
    public async Task A_secret_in_the_form_is_not_supported()
    {
        var answer = await _lab.PostAsync("/introspect", ("client_id", EndpointLab.Server), ("client_secret", Secret), ("token", "x"));

        Rejects(answer, EndpointLab.Server);
    }

    [Fact]
    public async Task The_hash_is_no_secret()
    {
        var hash = Uri.EscapeDataString(ClientSecret.Hash(Secret));

        Rejects(await SendAsync("Basic " + Encode("server%3Aapp:" + hash)), EndpointLab.Server);
    }

    [Fact]
    public async Task The_same_identifier_may_stand_in_the_form_too_and_no_other()
    {
        (await SendAsync("Basic " + Encode("server%3Aapp:" + Secret), ("client_id", EndpointLab.Server))).Status.Should().Be(200);

        var answer = await SendAsync("Basic " + Encode("server%3Aapp:" + Secret), ("client_id", EndpointLab.Other));
        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task The_response_is_the_same_for_an_unknown_client_and_a_wrong_secret()
    {
        var unknown = await SendAsync("Basic " + Encode("unknown:" + Secret));
        var wrong = await SendAsync("Basic " + Encode("server%3Aapp:wrong"));

        unknown.Body.Should().Be(wrong.Body);
        unknown.Header("WWW-Authenticate").Should().Be(wrong.Header("WWW-Authenticate")).And.StartWith("Basic realm=");
    }

    private static string Encode(string pair) => Convert.ToBase64String(Encoding.Latin1.GetBytes(pair));

    private void Rejects(EndpointAnswer answer, string? client)
    {
        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
        (_lab.Rejections[^1].ReasonCode, _lab.Rejections[^1].ClientId).Should().Be((JwtErrorCode.ClientNotAuthenticated, client));
    }

    private Task<EndpointAnswer> SendAsync(string header, params (string Name, string Value)[] more) =>
        _lab.PostAsync("/introspect", [("token", "x"), .. more], headers => Add(headers, header));

    private static void Add(HttpRequestHeaders headers, string header) => headers.TryAddWithoutValidation("Authorization", header);
}
