using System.Text;
using System.Text.Encodings.Web;
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

    /// <summary>The beginning of all claims of an issuer.</summary>
    public static byte[] StartOf(string issuer) =>
        Encoding.UTF8.GetBytes("{\"iss\":\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(issuer) + "\"");

    /// <summary>Writes the claims.</summary>
    /// <param name="workspace">Receives them.</param>
    /// <param name="start">Their beginning, from <see cref="StartOf"/>.</param>
    /// <param name="content">What they say.</param>
    /// <param name="tokenId">The <c>jti</c>.</param>
    /// <param name="issuedAt">The <c>iat</c>.</param>
    public static void Write(
        TokenWorkspace workspace, ReadOnlySpan<byte> start, AccessTokenContent content, string tokenId, DateTimeOffset issuedAt)
    {
        var claims = workspace.Claims;
        var data = content.Data;
        var issuedSeconds = issuedAt.ToUnixTimeSeconds();
        claims.Write(start);
        claims.Write(""","sub":"""u8, data.Subject);
        WriteAudiences(claims, data.Audiences);
        claims.Write(""","exp":"""u8, issuedSeconds + Math.Max(1, (long)content.Lifetime.TotalSeconds));
        claims.Write(""","iat":"""u8, issuedSeconds);
        claims.Write(""","jti":"""u8, tokenId);
        claims.Write(""","client_id":"""u8, data.ClientId);
        if (content.Scopes.Length > 0)
        {
            claims.WriteWords(""","scope":"""u8, content.Scopes);
        }

        WriteArray(claims, ""","roles":"""u8, content.Roles);
        WriteAuthentication(claims, content);
        if (content.Binding is { } binding)
        {
            claims.Write(binding.IsKey ? ""","cnf":{"jkt":"""u8 : ""","cnf":{"x5t#S256":"""u8, binding.Thumbprint);
            claims.Write("}"u8);
        }

        if (data.Claims is { Count: > 0 } further)
        {
            WriteFurtherClaims(workspace, further);
        }

        claims.Write("}"u8);
    }

    private static void WriteFurtherClaims(TokenWorkspace workspace, JsonObject further)
    {
        var json = workspace.Serialize(further);
        workspace.Claims.Write(","u8);
        workspace.Claims.Write(json[1..^1]);
    }

    private static void WriteAuthentication(ClaimsBuffer claims, AccessTokenContent content)
    {
        var data = content.Data;
        claims.Write(""","auth_time":"""u8, data.AuthenticatedAt.ToUnixTimeSeconds());
        if (data.AuthenticationContext is { } context)
        {
            claims.Write(""","acr":"""u8, context);
        }

        WriteArray(claims, ""","amr":"""u8, data.AuthenticationMethods);
        if (content.SessionId is { } session)
        {
            claims.Write(""","sid":"""u8, session);
        }

        if (data.Actor is { } actor)
        {
            claims.Write(""","act":{"sub":"""u8, actor);
            claims.Write("}"u8);
        }
    }

    private static void WriteAudiences(ClaimsBuffer claims, string[] audiences)
    {
        if (audiences.Length == 1)
        {
            claims.Write(""","aud":"""u8, audiences[0]);
            return;
        }

        WriteArray(claims, ""","aud":"""u8, audiences);
    }

    private static void WriteArray(ClaimsBuffer claims, ReadOnlySpan<byte> name, string[] values)
    {
        if (values.Length > 0)
        {
            claims.WriteArray(name, values);
        }
    }
}
