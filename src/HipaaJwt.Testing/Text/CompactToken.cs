using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace HipaaJwt.Testing.Text;

/// <summary>Writes the compact serialization of tokens (RFC 7515, section 7.1), valid or not.</summary>
internal static class CompactToken
{
    public static string Write(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Replaces the claims of a token and keeps its signature.</summary>
    public static string ReplaceClaims(string token, JsonObject claims)
    {
        var segments = token.Split('.');
        return $"{segments[0]}.{Encode(claims)}.{segments[2]}";
    }

    private static string Encode(JsonObject value) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value.ToJsonString()));
}
