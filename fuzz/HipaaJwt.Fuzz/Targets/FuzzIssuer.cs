using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>An issuer of the harness. Its key is known, so that the harness can sign any input.</summary>
internal sealed record FuzzIssuer(string Name, string KeyId, JwsAlgorithm Algorithm, byte[] Key)
{
    public const string Audience = "https://fhir.example";

    public static readonly FuzzIssuer First =
        new("https://idp.example", "k1", JwsAlgorithm.HS256, CreateKey(firstByte: 1, length: 32));

    public static readonly FuzzIssuer Second =
        new("https://second.example", "k2", JwsAlgorithm.HS512, CreateKey(firstByte: 65, length: 64));

    public static FuzzIssuer? ForAlgorithm(string algorithm) =>
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

    private static byte[] CreateKey(int firstByte, int length) => [.. Enumerable.Range(firstByte, length).Select(number => (byte)number)];
}
