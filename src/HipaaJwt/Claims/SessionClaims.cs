using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>The session and the actor of a token. A malformed claim counts as missing.</summary>
internal sealed class SessionClaims
{
    private const int MaxMembers = 32;

    private static readonly SessionClaims None = new(null, null);

    private SessionClaims(string? id, string? actor) => (Id, Actor) = (id, actor);

    public string? Id { get; }

    public string? Actor { get; }

    public static SessionClaims Of(ClaimsSet claims)
    {
        using var json = claims.OpenJson();
        var (id, actor) = (GetSessionId(json.Span), GetActor(json.Span));
        return id is null && actor is null ? None : new SessionClaims(id, actor);
    }

    public static string? GetSessionId(ClaimsSet claims)
    {
        using var json = claims.OpenJson();
        return GetSessionId(json.Span);
    }

    private static string? GetSessionId(ReadOnlySpan<byte> json) =>
        ClaimsSet.TryFind(json, "sid"u8, out var value) && IdentifierText.IsValid(json, value) ? JsonText.GetString(json, value) : null;

    /// <summary>Gets the subject of the outermost <c>act</c>, which is the current actor (RFC 8693, section 4.1).</summary>
    private static string? GetActor(ReadOnlySpan<byte> json)
    {
        if (!ClaimsSet.TryFind(json, "act"u8, out var actor) || actor.Kind != JsonKind.Object)
        {
            return null;
        }

        using var buffer = new JsonMemberBuffer(stackalloc JsonMember[MaxMembers], stackalloc uint[MaxMembers]);
        return StrictJson.ReadObject(actor.RawIn(json), buffer, out var members) == JsonFault.None
            && members.TryFind("sub"u8, out var subject)
            && IdentifierText.IsValid(members.Json, subject)
                ? JsonText.GetString(members.Json, subject)
                : null;
    }
}
