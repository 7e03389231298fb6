using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>An issuer of the harness, whose key is known, so that whatever the fuzzer writes is signed well.</summary>
internal sealed record FuzzIssuer(string Name, string KeyId, JwsAlgorithm Algorithm, byte[] Key)
{
    public const string Audience = "https://fhir.example";

    public static readonly FuzzIssuer First = new("https://idp.example", "k1", JwsAlgorithm.HS256, [.. Enumerable.Range(1, 32).Select(number => (byte)number)]);
    public static readonly FuzzIssuer Second = new("https://second.example", "k2", JwsAlgorithm.HS512, [.. Enumerable.Range(65, 64).Select(number => (byte)number)]);

    public static FuzzIssuer? By(string algorithm) =>
        algorithm == nameof(JwsAlgorithm.HS256) ? First : algorithm == nameof(JwsAlgorithm.HS512) ? Second : null;

    public byte[] Sign(ReadOnlySpan<byte> data) =>
        Algorithm == JwsAlgorithm.HS256 ? HMACSHA256.HashData(Key, data) : HMACSHA512.HashData(Key, data);

    public TrustedIssuer Trusted => new()
    {
        Issuer = Name,
        Audiences = { Audience },
        Algorithms = { Algorithm },
        SigningKeys = { new SymmetricSecurityKey(Key) { KeyId = KeyId } },
    };
}
