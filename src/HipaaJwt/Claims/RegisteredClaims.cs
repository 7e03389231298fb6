using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>
/// The positions of the registered claims in the JSON of a claims set, and their dates. A claim with a wrong type is an error and does
/// not count as missing (RFC 7519, section 4.1).
/// </summary>
internal struct RegisteredClaims
{
    private static readonly Utf8Table<KnownClaim> Known = new KnownClaim[]
    {
        new(ClaimNames.Issuer, Claim.Issuer),
        new(ClaimNames.Subject, Claim.Subject),
        new(ClaimNames.Audience, Claim.Audience),
        new(ClaimNames.ExpirationTime, Claim.ExpirationTime),
        new(ClaimNames.NotBefore, Claim.NotBefore),
        new(ClaimNames.IssuedAt, Claim.IssuedAt),
        new(ClaimNames.JwtId, Claim.JwtId),
        new(ClaimNames.ClientId, Claim.ClientId),
        new(ClaimNames.AuthorizedParty, Claim.AuthorizedParty),
        new(ClaimNames.Confirmation, Claim.Confirmation),
    }.ToUtf8Table(known => known.Name);

    private enum Claim
    {
        Issuer,
        Subject,
        Audience,
        ExpirationTime,
        NotBefore,
        IssuedAt,
        JwtId,
        ClientId,
        AuthorizedParty,
        Confirmation,
    }

    public JsonValue Issuer { get; private set; }

    public JsonValue Subject { get; private set; }

    public JsonValue Audience { get; private set; }

    public JsonValue JwtId { get; private set; }

    public JsonValue ClientId { get; private set; }

    public JsonValue AuthorizedParty { get; private set; }

    /// <summary>The <c>cnf</c>, of any type. The sender constraint check validates it.</summary>
    public JsonValue Confirmation { get; private set; }

    public NumericDate? ExpirationTime { get; private set; }

    public NumericDate? NotBefore { get; private set; }

    public NumericDate? IssuedAt { get; private set; }

    /// <summary>Reads the registered claims.</summary>
    /// <returns>An error for the first claim with a wrong type or a malformed value; none if all are valid.</returns>
    public static JwtError Read(JsonObject claims, out RegisteredClaims registered)
    {
        registered = default;
        for (var member = 0; member < claims.Members.Length; member++)
        {
            if (Known.TryGetValue(claims, member, out var known)
                && !registered.TryRead(known.Claim, claims.Json, claims.Members[member].Value))
            {
                return new JwtError(JwtErrorCode.ClaimInvalid, known.Name);
            }
        }

        return JwtError.None;
    }

    /// <summary>Sets the values that name the subject, the client and the token. They may be those of other claims.</summary>
    public void Identify(JsonValue subject, JsonValue client, JsonValue tokenId) =>
        (Subject, ClientId, AuthorizedParty, JwtId) = (subject, client, default, tokenId);

    private static bool TryReadDate(ReadOnlySpan<byte> json, JsonValue value, out NumericDate? date)
    {
        var valid = NumericDate.TryParse(value.Kind == JsonKind.Number ? value.RawIn(json) : "-"u8, out var parsed);
        date = valid ? parsed : null;
        return valid;
    }

    private bool TryRead(Claim claim, ReadOnlySpan<byte> json, JsonValue value)
    {
        switch (claim)
        {
            case Claim.ExpirationTime:
                var valid = TryReadDate(json, value, out var expirationTime);
                ExpirationTime = expirationTime;
                return valid;
            case Claim.NotBefore:
                valid = TryReadDate(json, value, out var notBefore);
                NotBefore = notBefore;
                return valid;
            case Claim.IssuedAt:
                valid = TryReadDate(json, value, out var issuedAt);
                IssuedAt = issuedAt;
                return valid;
            case Claim.Audience:
                Audience = value;
                return IdentifierText.IsOneOrMore(json, value);
            case Claim.Confirmation:
                Confirmation = value;
                return true;
            default:
                SetIdentifier(claim, value);
                return IdentifierText.IsValid(json, value);
        }
    }

    private void SetIdentifier(Claim claim, JsonValue value)
    {
        switch (claim)
        {
            case Claim.Issuer:
                Issuer = value;
                break;
            case Claim.Subject:
                Subject = value;
                break;
            case Claim.JwtId:
                JwtId = value;
                break;
            case Claim.ClientId:
                ClientId = value;
                break;
            default:
                AuthorizedParty = value;
                break;
        }
    }

    private sealed record KnownClaim(string Name, Claim Claim);
}
