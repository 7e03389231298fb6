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

    private static readonly JsonEncodedText Issuer = JsonEncodedText.Encode("iss");
    private static readonly JsonEncodedText Subject = JsonEncodedText.Encode("sub");
    private static readonly JsonEncodedText Audience = JsonEncodedText.Encode("aud");
    private static readonly JsonEncodedText Expiration = JsonEncodedText.Encode("exp");
    private static readonly JsonEncodedText IssuedAt = JsonEncodedText.Encode("iat");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("jti");
    private static readonly JsonEncodedText ClientId = JsonEncodedText.Encode("client_id");
    private static readonly JsonEncodedText Scope = JsonEncodedText.Encode("scope");
    private static readonly JsonEncodedText Roles = JsonEncodedText.Encode("roles");
    private static readonly JsonEncodedText AuthenticatedAt = JsonEncodedText.Encode("auth_time");
    private static readonly JsonEncodedText Context = JsonEncodedText.Encode("acr");
    private static readonly JsonEncodedText Methods = JsonEncodedText.Encode("amr");
    private static readonly JsonEncodedText Session = JsonEncodedText.Encode("sid");
    private static readonly JsonEncodedText Actor = JsonEncodedText.Encode("act");
    private static readonly JsonEncodedText Confirmation = JsonEncodedText.Encode("cnf");

    public static bool IsOwn(string claim) => Own.Contains(claim);

    public static void Write(
        Utf8JsonWriter writer, AccessTokenContent content, JsonEncodedText issuer, string tokenId, DateTimeOffset issuedAt)
    {
        var data = content.Data;
        var issuedSeconds = issuedAt.ToUnixTimeSeconds();
        writer.WriteStartObject();
        writer.WriteString(Issuer, issuer);
        writer.WriteString(Subject, data.Subject);
        WriteAudiences(writer, data.Audiences);
        writer.WriteNumber(Expiration, issuedSeconds + Math.Max(1, (long)content.Lifetime.TotalSeconds));
        writer.WriteNumber(IssuedAt, issuedSeconds);
        writer.WriteString(Id, tokenId);
        writer.WriteString(ClientId, data.ClientId);
        if (content.Scopes.Count > 0)
        {
            writer.WriteString(Scope, string.Join(' ', content.Scopes));
        }

        WriteStrings(writer, Roles, content.Roles);
        WriteAuthentication(writer, content);
        if (content.Binding is { } binding)
        {
            writer.WriteStartObject(Confirmation);
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
        writer.WriteNumber(AuthenticatedAt, data.AuthenticatedAt.ToUnixTimeSeconds());
        if (data.AuthenticationContext is { } context)
        {
            writer.WriteString(Context, context);
        }

        WriteStrings(writer, Methods, data.AuthenticationMethods);
        if (content.SessionId is { } session)
        {
            writer.WriteString(Session, session);
        }

        if (data.Actor is { } actor)
        {
            writer.WriteStartObject(Actor);
            writer.WriteString(Subject, actor);
            writer.WriteEndObject();
        }
    }

    private static void WriteAudiences(Utf8JsonWriter writer, IReadOnlyList<string> audiences)
    {
        if (audiences.Count == 1)
        {
            writer.WriteString(Audience, audiences[0]);
            return;
        }

        WriteStrings(writer, Audience, audiences);
    }

    private static void WriteStrings(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<string> values)
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
