using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ClinicApi.Walkthrough;

/// <summary>Writes and reads public keys as JSON Web Keys.</summary>
internal static class Jwk
{
    /// <summary>Returns the public key of a P-256 key as a JSON Web Key (RFC 7517).</summary>
    public static JsonObject Of(ECDsa key)
    {
        var (x, y) = PointOf(key);
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = x, ["y"] = y };
    }

    /// <summary>Imports a P-256 key.</summary>
    public static ECDsa Import(JsonNode key) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new() { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) },
    });

    /// <summary>Returns the thumbprint of the public key (RFC 7638), to which an issuer binds a token.</summary>
    public static string ThumbprintOf(ECDsa key)
    {
        var (x, y) = PointOf(key);
        var members = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(members)));
    }

    private static (string X, string Y) PointOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }
}
