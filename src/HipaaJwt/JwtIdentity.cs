using System.Globalization;
using System.Security.Claims;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The identity of a validated token. Permissions are evaluated from <see cref="Token"/>, so claims that an application adds do not
/// change them. <see cref="ClaimsIdentity.Name"/> is the claim that <c>TrustedIssuer.NameClaim</c> selects.
/// </summary>
/// <remarks>
/// Claims of the type <c>roles</c> contain all <see cref="ValidatedJwt.Roles"/>, also those that
/// <c>RolesFrom</c> reads from other claims. <c>IsInRole</c> and <c>[Authorize(Roles = …)]</c> use these
/// roles and the claims that the application adds.
/// </remarks>
public sealed class JwtIdentity : ClaimsIdentity
{
    private List<Claim>? _claims;
    private bool _isReduced;

    internal JwtIdentity(ValidatedJwt token, string authenticationType, string? nameClaimType, string? roleClaimType)
        : base(authenticationType, nameClaimType ?? token.Policy.Identity.User, roleClaimType ?? ClaimNames.Roles) => Token = token;

    /// <summary>Copies the added claims, and those of the token that were not removed.</summary>
    private JwtIdentity(JwtIdentity other)
        : base(other)
    {
        Token = other.Token;
        _claims = other._claims?.ConvertAll(claim => claim.Clone(this));
        _isReduced = other._isReduced;
    }

    /// <summary>The validated token.</summary>
    public ValidatedJwt Token { get; }

    /// <summary>
    /// The claims of the token with their names in the token, its roles as claims of the type <c>roles</c>, and the claims that were added.
    /// </summary>
    public override IEnumerable<Claim> Claims => (_claims ??= ReadClaims()).Concat(base.Claims);

    /// <summary>Finds the first claim with exactly the given name. The base class ignores case.</summary>
    /// <param name="type">The name of the claim.</param>
    /// <returns>The claim; <see langword="null"/> if there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is <see langword="null"/>.</exception>
    public override Claim? FindFirst(string type) => FindAll(type).FirstOrDefault();

    /// <summary>Finds all claims with exactly the given name. The base class ignores case.</summary>
    /// <param name="type">The name of the claims.</param>
    /// <returns>The claims; empty if there are none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is <see langword="null"/>.</exception>
    public override IEnumerable<Claim> FindAll(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Claims.Where(claim => string.Equals(claim.Type, type, StringComparison.Ordinal));
    }

    /// <summary>
    /// Determines whether there is a claim with exactly the given name and value. For the name <c>roles</c> of a role, it reads
    /// <see cref="ValidatedJwt.Roles"/> and the added claims.
    /// </summary>
    /// <param name="type">The name of the claim.</param>
    /// <param name="value">The value of the claim.</param>
    /// <returns>True if there is such a claim; otherwise false.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is <see langword="null"/>.</exception>
    public override bool HasClaim(string type, string value)
    {
        ArgumentNullException.ThrowIfNull(type);

        // A claim named "roles" that RolesFrom does not read is not a role.
        return type == ClaimNames.Roles && type == RoleClaimType
            ? (Token.Roles.Contains(value, StringComparer.Ordinal) && (!_isReduced || Claims.Any(IsMatch))) || base.Claims.Any(IsMatch)
            : Claims.Any(IsMatch);

        bool IsMatch(Claim claim) =>
            string.Equals(claim.Type, type, StringComparison.Ordinal) && string.Equals(claim.Value, value, StringComparison.Ordinal);
    }

    /// <summary>
    /// Removes a claim. The token does not change: decisions are made from <see cref="Token"/>, so removing claims takes nothing away.
    /// </summary>
    /// <param name="claim">The claim.</param>
    /// <returns>True if this identity contained the claim; otherwise false.</returns>
    public override bool TryRemoveClaim(Claim? claim)
    {
        _claims ??= ReadClaims();
        if (claim is null || !_claims.Contains(claim))
        {
            return base.TryRemoveClaim(claim);
        }

        // An enumeration of the claims continues over the former list, as over that of the base class.
        _claims = _claims.FindAll(existing => existing != claim);
        _isReduced = true;
        return true;
    }

    /// <inheritdoc cref="TryRemoveClaim"/>
    /// <exception cref="InvalidOperationException">This identity does not contain the claim.</exception>
    public override void RemoveClaim(Claim? claim)
    {
        if (!TryRemoveClaim(claim))
        {
            base.RemoveClaim(claim);
        }
    }

    /// <inheritdoc/>
    public override ClaimsIdentity Clone() => new JwtIdentity(this);

    private List<Claim> ReadClaims()
    {
        List<Claim> claims = [];
        var set = Token.Claims;
        foreach (ref readonly var member in set.Members)
        {
            var name = JsonText.GetString(set.JsonSpan, member.Name);
            if (member.Value.Kind != JsonKind.Array)
            {
                Add(claims, name, set.JsonSpan, member.Value);
                continue;
            }

            foreach (var element in new JsonArray(set.JsonSpan, member.Value))
            {
                Add(claims, name, set.JsonSpan, element);
            }
        }

        AddRoles(claims);
        return claims;
    }

    /// <summary>Adds the roles that are not the value of a claim named "roles".</summary>
    private void AddRoles(List<Claim> claims)
    {
        foreach (var role in Token.Roles)
        {
            if (!claims.Exists(claim => claim.Type == ClaimNames.Roles && claim.Value == role))
            {
                claims.Add(new Claim(ClaimNames.Roles, role, ClaimValueTypes.String, Token.Issuer, Token.Issuer, this));
            }
        }
    }

    private void Add(List<Claim> claims, string name, ReadOnlySpan<byte> json, JsonValue value)
    {
        if (value.Kind != JsonKind.Null)
        {
            var text = value.Kind == JsonKind.String ? JsonText.GetString(json, value) : Encoding.UTF8.GetString(value.RawIn(json));
            claims.Add(new Claim(name, text, TypeOf(value.Kind, text), Token.Issuer, Token.Issuer, this));
        }
    }

    private static string TypeOf(JsonKind kind, string text) => kind switch
    {
        JsonKind.String => ClaimValueTypes.String,
        JsonKind.True or JsonKind.False => ClaimValueTypes.Boolean,
        JsonKind.Number when IsInt64(text) => ClaimValueTypes.Integer64,
        JsonKind.Number => ClaimValueTypes.Double,
        _ => "JSON",
    };

    private static bool IsInt64(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
