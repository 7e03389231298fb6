using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ClinicApi.Walkthrough;

/// <summary>Public keys as others see them.</summary>
internal static class Jwk
{
    /// <summary>The public half of a key on P-256 as a JSON Web Key (RFC 7517).</summary>
    public static JsonObject Of(ECDsa key)
    {
        var (x, y) = PointOf(key);
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = x, ["y"] = y };
    }

    /// <summary>The thumbprint of the public half (RFC 7638), to which an issuer binds a token.</summary>
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
