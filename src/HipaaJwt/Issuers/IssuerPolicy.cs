using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Issuers;

/// <summary>
/// The rules for the tokens of one trusted issuer. Immutable. Each issuer has one instance, whether its keys are pinned or fetched.
/// </summary>
internal sealed class IssuerPolicy
{
    private const string DefaultAudienceClaim = "aud";

    private readonly bool _hasOtherTypes;

    /// <summary>The name of the trust that the issuer belongs to.</summary>
    public string Trust { get; init; } = string.Empty;

    public required string Issuer
    {
        get;
        init
        {
            field = value;
            Utf8Issuer = Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>Other spellings of the issuer in <c>iss</c>.</summary>
    public ImmutableArray<string> Aliases
    {
        get;
        init
        {
            field = value;
            Utf8Aliases = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    }
    = [];

    /// <summary>The values that distinguish this entry from others with the same issuer; empty if there are none.</summary>
    public ImmutableArray<RequiredClaimValue> Discriminators { get; init; } = [];

    /// <summary>What distinguishes the other entries with the same issuer. A token that belongs to one of them is rejected.</summary>
    public ImmutableArray<RequiredClaimValue[]> Rivals { get; init; } = [];

    public required ImmutableArray<string> Audiences
    {
        get;
        init
        {
            field = value;
            Utf8Audiences = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    }

    /// <summary>The claim that must name one of the audiences.</summary>
    public string AudienceClaim
    {
        get;
        init
        {
            field = value;
            Utf8AudienceClaim = value == DefaultAudienceClaim ? null : Encoding.UTF8.GetBytes(value);
        }
    }
    = DefaultAudienceClaim;

    public required ImmutableArray<JwsAlgorithmRow> Algorithms { get; init; }

    public required ImmutableArray<string> TokenTypes
    {
        get;
        init
        {
            field = value;
            Utf8TokenTypes = [.. value.Select(type => Encoding.UTF8.GetBytes(MediaType.WithoutPrefix(type)))];
            _hasOtherTypes = Utf8TokenTypes.Any(type => !MediaType.AreEqual(type, "at+jwt"u8));
        }
    }

    public required bool AllowMissingTokenType { get; init; }

    /// <summary>Whether the <c>typ</c> may not tell an access token from a token of another kind.</summary>
    public bool MayMixTokenTypes => AllowMissingTokenType || _hasOtherTypes;

    public required ImmutableArray<string> RequiredClaims { get; init; }

    /// <summary>The claims that name the subject, the client, the token and the user.</summary>
    public IdentityClaims Identity { get; init; } = IdentityClaims.Default;

    /// <summary>Whether a token must name the client that requested it.</summary>
    public bool RequireClientId { get; init; }

    public ImmutableArray<RequiredClaimValue> RequiredClaimValues { get; init; } = [];

    /// <summary>Whether the log shows the issuer and the audience of rejected tokens. It is possible in development only.</summary>
    public bool LogsRejectedClaims { get; init; }

    public required TimeSpan ClockSkew { get; init; }

    public required TimeSpan MaxTokenLifetime { get; init; }

    /// <summary>Whether the issuer makes development tokens. The startup report names what that gives up.</summary>
    public bool IsDevelopment { get; init; }

    public bool RequireEncryption { get; init; }

    public bool RequireSenderConstraint { get; init; }

    public bool RequireSingleUse { get; init; }

    /// <summary>The rules for logout tokens; null if they are rejected.</summary>
    public LogoutRules? Logout { get; init; }

    public byte[] Utf8Issuer { get; private init; } = [];

    public ImmutableArray<byte[]> Utf8Audiences { get; private init; }

    /// <summary>The claim that must name one of the audiences; null if it is <c>aud</c>.</summary>
    public byte[]? Utf8AudienceClaim { get; private init; }

    private ImmutableArray<byte[]> Utf8Aliases { get; init; } = [];

    private ImmutableArray<byte[]> Utf8TokenTypes { get; init; }

    /// <summary>The name of the issuer and its other spellings.</summary>
    public IEnumerable<string> Names => Aliases.Append(Issuer).Distinct(StringComparer.Ordinal);

    /// <summary>Whether claims have the values that distinguish this entry from others with the same issuer.</summary>
    public bool IsDistinguishedBy(in JsonObject claims)
    {
        foreach (var required in Discriminators)
        {
            if (!claims.TryFind(required.Utf8Name, out var value) || !required.Allows(claims.Json, value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an <c>iss</c> claim exactly equals the name of the issuer or one of its other spellings.</summary>
    public bool IsNamedBy(ReadOnlySpan<byte> json, JsonValue name) =>
        JsonText.AreEqual(json, name, Utf8Issuer) || (!Utf8Aliases.IsEmpty && IsAlias(json, name));

    /// <summary>Checks the <c>typ</c> of a token (RFC 8725, section 3.11). It is empty if the token has none.</summary>
    public JwtError CheckTokenType(ReadOnlySpan<byte> type)
    {
        if (type.IsEmpty)
        {
            return AllowMissingTokenType ? JwtError.None : new JwtError(JwtErrorCode.TokenTypeMissing, "typ");
        }

        foreach (var allowed in Utf8TokenTypes)
        {
            if (MediaType.AreEqual(type, allowed))
            {
                return JwtError.None;
            }
        }

        return new JwtError(JwtErrorCode.TokenTypeNotAllowed, "typ");
    }

    private bool IsAlias(ReadOnlySpan<byte> json, JsonValue name)
    {
        foreach (var alias in Utf8Aliases)
        {
            if (JsonText.AreEqual(json, name, alias))
            {
                return true;
            }
        }

        return false;
    }
}
