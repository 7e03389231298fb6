using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClinicApi.Walkthrough;

/// <summary>The tokens of a user, as the clinic issued them.</summary>
internal sealed record Tokens(string AccessToken, string RefreshToken)
{
    /// <summary>The identifier of the session.</summary>
    public string Session => (string)JsonNode.Parse(Decode(AccessToken, 1))!["sid"]!;

    /// <summary>The identifier of the key that signed the access token.</summary>
    public string KeyId => (string)JsonNode.Parse(Decode(AccessToken, 0))!["kid"]!;

    public static Tokens From(string json)
    {
        using var response = JsonDocument.Parse(json);
        return new Tokens(
            response.RootElement.GetProperty("access_token").GetString()!,
            response.RootElement.GetProperty("refresh_token").GetString()!);
    }

    /// <summary>Decodes a segment of a token.</summary>
    public static byte[] Decode(string token, int segment) => Base64Url.DecodeFromChars(token.Split('.')[segment]);

    public override string ToString() => nameof(Tokens);
}
