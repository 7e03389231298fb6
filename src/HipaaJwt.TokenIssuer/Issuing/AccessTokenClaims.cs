using System.Text.Json;
using System.Text.Json.Nodes;

namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>Writes the claims of access tokens (RFC 9068, section 2.2).</summary>
internal static class AccessTokenClaims
{
    /// <summary>The claims that the issuer sets itself.</summary>
    private static readonly HashSet<string> Own =
    [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "roles", "auth_time", "acr", "amr", "sid", "act", "cnf",
    ];

    public static bool IsOwn(string claim) => Own.Contains(claim);

    public static void Write(
        Utf8JsonWriter writer, AccessTokenContent content, string issuer, string tokenId, DateTimeOffset issuedAt)
    {
        var data = content.Data;
        var issuedSeconds = issuedAt.ToUnixTimeSeconds();
        writer.WriteStartObject();
        writer.WriteString("iss"u8, issuer);
        writer.WriteString("sub"u8, data.Subject);
        WriteAudiences(writer, data.Audiences);
        writer.WriteNumber("exp"u8, issuedSeconds + Math.Max(1, (long)content.Lifetime.TotalSeconds));
        writer.WriteNumber("iat"u8, issuedSeconds);
        writer.WriteString("jti"u8, tokenId);
        writer.WriteString("client_id"u8, data.ClientId);
        if (content.Scopes.Count > 0)
        {
            writer.WriteString("scope"u8, string.Join(' ', content.Scopes));
        }

        WriteStrings(writer, "roles"u8, content.Roles);
        WriteAuthentication(writer, content);
        if (content.Binding is { } binding)
        {
            writer.WriteStartObject("cnf"u8);
            writer.WriteString(binding.Member, binding.Thumbprint);
            writer.WriteEndObject();
        }

        WriteFurtherClaims(writer, data.Claims);
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteFurtherClaims(Utf8JsonWriter writer, JsonObject? claims)
    {
        if (claims is null)
        {
            return;
        }

        foreach (var (name, value) in claims)
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }

    private static void WriteAuthentication(Utf8JsonWriter writer, AccessTokenContent content)
    {
        var data = content.Data;
        writer.WriteNumber("auth_time"u8, data.AuthenticatedAt.ToUnixTimeSeconds());
        if (data.AuthenticationContext is { } context)
        {
            writer.WriteString("acr"u8, context);
        }

        WriteStrings(writer, "amr"u8, data.AuthenticationMethods);
        if (content.SessionId is { } session)
        {
            writer.WriteString("sid"u8, session);
        }

        if (data.Actor is { } actor)
        {
            writer.WriteStartObject("act"u8);
            writer.WriteString("sub"u8, actor);
            writer.WriteEndObject();
        }
    }

    private static void WriteAudiences(Utf8JsonWriter writer, IReadOnlyList<string> audiences)
    {
        if (audiences.Count == 1)
        {
            writer.WriteString("aud"u8, audiences[0]);
            return;
        }

        WriteStrings(writer, "aud"u8, audiences);
    }

    private static void WriteStrings(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        for (var index = 0; index < values.Count; index++)
        {
            writer.WriteStringValue(values[index]);
        }

        writer.WriteEndArray();
    }
}
