using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.TokenIssuer.Tests.Endpoints;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.Tests.Clients;

/// <summary>Errors in the clients of the options stop the start, and name the path and the remedy.</summary>
public sealed class ClientOptionsTests
{
    private static readonly string Hash = ClientSecret.Hash(ClientSecret.Create());
    private static readonly string PublicKey = CreateKey(isPrivate: false);
    private static readonly string PrivateKey = CreateKey(isPrivate: true);

    private static readonly Dictionary<string, (TokenClient Client, string Problem)> Faults = new()
    {
        ["no identifier"] = (new TokenClient { IsPublic = true }, ".ClientId is not*Set the client_id.*"),
        ["an identifier with a blank"] = (new TokenClient { ClientId = "a b", IsPublic = true }, ".ClientId is not*"),
        ["no authentication"] = (new TokenClient { ClientId = "x" }, " has neither SecretHashes nor KeySet*set IsPublic*"),
        ["a public client with a secret"] =
            (new TokenClient { ClientId = "x", IsPublic = true, SecretHashes = { Hash } }, ".IsPublic is true*Remove them*"),
        ["a public client with keys"] =
            (new TokenClient { ClientId = "x", IsPublic = true, KeySet = Set(PublicKey) }, ".IsPublic is true*Remove them*"),
        ["a public client that introspects"] =
            (new TokenClient { ClientId = "x", IsPublic = true, AllowIntrospection = true },
             ".AllowIntrospection is true for a public client*"),
        ["a secret instead of its hash"] =
            (new TokenClient { ClientId = "x", SecretHashes = { Hash, ClientSecret.Create() } },
             ".SecretHashes[1] is not a hash*ClientSecret.Hash*"),
        ["a short hash"] = (new TokenClient { ClientId = "x", SecretHashes = { Hash[..^1] } }, ".SecretHashes[0] is not a hash*"),
        ["a hash with other bits"] =
            (new TokenClient { ClientId = "x", SecretHashes = { "sha256:" + new string('A', 42) + "B" } },
             ".SecretHashes[0] is not a hash*"),
        ["keys that are no JSON"] = (new TokenClient { ClientId = "x", KeySet = "x" }, ".KeySet is not a JSON object*"),
        ["keys with a duplicate member"] =
            (new TokenClient { ClientId = "x", KeySet = """{"keys":[],"keys":[]}""" }, ".KeySet is not a JSON object*"),
        ["no keys"] = (new TokenClient { ClientId = "x", KeySet = """{"keys":[]}""" }, ".KeySet has no array \"keys\"*"),
        ["an array"] = (new TokenClient { ClientId = "x", KeySet = "[]" }, ".KeySet has no array \"keys\"*"),
        ["a private key"] =
            (new TokenClient { ClientId = "x", KeySet = Set(PublicKey, PrivateKey) }, ".KeySet has a key at index 1*private key*"),
        ["a secret key"] = (new TokenClient { ClientId = "x", KeySet = Set("""{"kty":"oct","k":"AAAA"}""") }, ".KeySet*private key*"),
        ["a key that is no object"] =
            (new TokenClient { ClientId = "x", KeySet = Set("1") }, ".KeySet has a key at index 0 that is not a JSON*"),
        ["a key for encryption"] =
            (new TokenClient { ClientId = "x", KeySet = Set(With(PublicKey, "use", "enc")) }, ".KeySet*is not for signatures*"),
        ["a key of another algorithm"] =
            (new TokenClient { ClientId = "x", KeySet = Set(With(PublicKey, "alg", "ES384")) }, ".KeySet*its \"alg\"*"),
        ["a key of another type"] =
            (new TokenClient { ClientId = "x", KeySet = Set("""{"kty":"OKP","crv":"Ed25519","x":"AAAA"}""") }, ".KeySet*is none of EC*"),
        ["a point off the curve"] =
            (new TokenClient { ClientId = "x", KeySet = Set(With(PublicKey, "x", "AAAA")) }, ".KeySet*cannot be used*"),
        ["a short RSA key"] = (new TokenClient { ClientId = "x", KeySet = Set(CreateRsaKey(1024)) }, ".KeySet*2048 to 4096 bits*"),
        ["two keys without a kid"] =
            (new TokenClient { ClientId = "x", KeySet = Set(PublicKey, PublicKey) }, ".KeySet has several keys*\"kid\"*"),
        ["an origin with a slash"] = Origin("https://app.clinic.example/"),
        ["an origin with a path"] = Origin("https://app.clinic.example/app"),
        ["an origin with the default port"] = Origin("https://app.clinic.example:443"),
        ["an origin in upper case"] = Origin("https://App.clinic.example"),
        ["an origin with a user"] = Origin("https://u@app.clinic.example"),
        ["an origin without TLS"] = Origin("http://app.clinic.example"),
        ["a wildcard"] = Origin("*"),
        ["a wildcard host"] = Origin("https://*.clinic.example"),
        ["the opaque origin"] = Origin("null"),
        ["an empty origin"] = Origin(string.Empty),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_client_with_a_problem_stops_the_start(string name)
    {
        var (client, problem) = Faults[name];

        var start = () => EndpointLab.StartAsync(options => options.Clients.Add(client));

        (await start.Should().ThrowAsync<OptionsValidationException>())
            .WithMessage($"*TokenIssuerOptions.Clients[4]{problem}");
    }

    [Fact]
    public async Task Two_clients_with_one_identifier_stop_the_start()
    {
        var start = () => EndpointLab.StartAsync(options => options.Clients.Add(
            new TokenClient { ClientId = EndpointLab.Phone, IsPublic = true }));

        (await start.Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("*TokenIssuerOptions.Clients[4].ClientId is \"phone-app\"*Give each client its own identifier.*");
    }

    [Fact]
    public async Task A_problem_never_prints_a_secret()
    {
        var secret = ClientSecret.Create();
        var start = () => EndpointLab.StartAsync(options => options.Clients.Add(
            new TokenClient { ClientId = "x", SecretHashes = { secret }, KeySet = Set(PrivateKey) }));

        var message = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message;

        message.Should().NotContain(secret).And.NotContain(JsonNode.Parse(PrivateKey)!["d"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("https://app.clinic.example")]
    [InlineData("https://app.clinic.example:8443")]
    [InlineData("http://localhost:5173")]
    [InlineData("http://127.0.0.1:5173")]
    [InlineData("https://[2001:db8::1]:8443")]
    [InlineData("https://xn--bcher-kva.example")]
    public async Task An_origin_as_browsers_write_it_is_valid(string origin)
    {
        await using var lab = await EndpointLab.StartAsync(options => options.Clients.Add(
            new TokenClient { ClientId = "x", IsPublic = true, AllowedOrigins = { origin } }));

        lab.Address.Should().NotBeNull();
    }

    [Fact]
    public async Task A_client_may_have_secrets_and_keys_of_several_types()
    {
        await using var lab = await EndpointLab.StartAsync(options => options.Clients.Add(new TokenClient
        {
            ClientId = "x",
            SecretHashes = { Hash },
            KeySet = Set(With(PublicKey, "kid", "1"), With(CreateRsaKey(2048), "kid", "2"), With(CreateKey(false, "P-384"), "kid", "3")),
        }));

        lab.Address.Should().NotBeNull();
    }

    private static (TokenClient Client, string Problem) Origin(string origin) => (
        new TokenClient { ClientId = "x", IsPublic = true, AllowedOrigins = { EndpointLab.Origin, origin } },
        ".AllowedOrigins[1] is not an origin*https://app.hospital.example*");

    private static string Set(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string With(string key, string member, string value)
    {
        var changed = JsonNode.Parse(key)!;
        changed[member] = value;
        return changed.ToJsonString();
    }

    private static string CreateKey(bool isPrivate, string curve = "P-256")
    {
        using var key = ECDsa.Create(curve == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        var parameters = key.ExportParameters(true);
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = curve,
            ["x"] = RawToken.Base64(parameters.Q.X),
            ["y"] = RawToken.Base64(parameters.Q.Y),
        };
        if (isPrivate)
        {
            jwk["d"] = RawToken.Base64(parameters.D);
        }

        return jwk.ToJsonString();
    }

    private static string CreateRsaKey(int bits)
    {
        using var key = RSA.Create(bits);
        var parameters = key.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = RawToken.Base64(parameters.Modulus),
            ["e"] = RawToken.Base64(parameters.Exponent),
        }.ToJsonString();
    }
}
