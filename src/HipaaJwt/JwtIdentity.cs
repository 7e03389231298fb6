using System.Globalization;
using System.Security.Claims;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The identity of a validated token. Claims that an application adds to it do not touch <see cref="Token"/>, by which
/// permissions are decided.
/// </summary>
public sealed class JwtIdentity : ClaimsIdentity
{
    private List<Claim>? _claims;

    internal JwtIdentity(ValidatedJwt token, string authenticationType)
        : base(authenticationType, ClaimNames.Subject, ClaimNames.Roles) => Token = token;

    /// <summary>The base copies what was added; the claims of the token are read again when asked for.</summary>
    private JwtIdentity(JwtIdentity other)
        : base(other) => Token = other.Token;

    /// <summary>The validated token.</summary>
    public ValidatedJwt Token { get; }

    /// <summary>The claims of the token under their own names, and those that were added.</summary>
    public override IEnumerable<Claim> Claims => (_claims ??= ReadClaims()).Concat(base.Claims);

    /// <summary>Finds a claim by its exact name; the base would take <c>SUB</c> for <c>sub</c>.</summary>
    /// <param name="type">The name.</param>
    public override Claim? FindFirst(string type) => FindAll(type).FirstOrDefault();

    /// <summary>Finds claims by their exact name.</summary>
    /// <param name="type">The name.</param>
    public override IEnumerable<Claim> FindAll(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Claims.Where(claim => string.Equals(claim.Type, type, StringComparison.Ordinal));
    }

    /// <summary>Whether there is a claim of exactly this name and value.</summary>
    /// <param name="type">The name.</param>
    /// <param name="value">The value.</param>
    public override bool HasClaim(string type, string value) =>
        FindAll(type).Any(claim => string.Equals(claim.Value, value, StringComparison.Ordinal));

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

        return claims;
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
        JsonKind.Number when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => ClaimValueTypes.Integer64,
        JsonKind.Number => ClaimValueTypes.Double,
        _ => "JSON",
    };
}
