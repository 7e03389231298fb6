using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Tokens;

/// <summary>The contents of a token whose signature nobody has checked.</summary>
/// <param name="Header">The JOSE header.</param>
/// <param name="Claims">The claims; null if the token is encrypted.</param>
/// <param name="IsStrict">Whether the segments have the only form that the validator accepts.</param>
internal sealed record UnverifiedToken(JsonObject Header, JsonObject? Claims, bool IsStrict)
{
    private const int SegmentsOfJws = 3;
    private const int SegmentsOfJwe = 5;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads a token. A token without a signature can be read too, because it is shown and never trusted.</summary>
    public static Found<UnverifiedToken> Parse(string token)
    {
        var segments = token.Split('.');
        if (segments.Length is not (SegmentsOfJws or SegmentsOfJwe) || segments.Any(segment => Decode(segment) is null))
        {
            return Failure.Invalid("this is not a token: it needs three segments of base64url with dots between them, or five.");
        }

        if (ParseObject(segments[0]) is not { } header)
        {
            return Failure.Invalid("this is not a token: its header is not one JSON object without duplicate members.");
        }

        if (segments.Length == SegmentsOfJwe)
        {
            return new UnverifiedToken(header, null, true);
        }

        return ParseObject(segments[1]) is { } claims
            ? new UnverifiedToken(header, claims, CompactJws.TryParse(token.AsSpan(), out _))
            : Failure.Invalid("this is not a JWT: its payload is not one JSON object without duplicate members.");
    }

    public string? HeaderText(string name) => TextOf(Header, name);

    public string? ClaimText(string name) => Claims is null ? null : TextOf(Claims, name);

    private static string? TextOf(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static byte[]? Decode(string segment) =>
        segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_') && Base64Url.IsValid(segment)
            ? Base64Url.DecodeFromChars(segment)
            : null;

    private static JsonObject? ParseObject(string segment)
    {
        try
        {
            return JsonNode.Parse(Decode(segment), documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
