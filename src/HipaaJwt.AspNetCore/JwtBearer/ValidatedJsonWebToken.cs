using Microsoft.IdentityModel.JsonWebTokens;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>
/// The token as applications of JwtBearer expect it. The times and identifiers are the validated ones, because the base class cannot
/// read those of an encrypted token, so that the ticket would never end.
/// </summary>
internal sealed class ValidatedJsonWebToken : JsonWebToken
{
    private readonly ValidatedJwt _token;

    public ValidatedJsonWebToken(string encoded, ValidatedJwt token)
        : base(encoded) => _token = token;

    public override string Id => _token.Id ?? string.Empty;

    public override string Issuer => _token.Issuer;

    public override DateTime ValidTo => _token.ExpiresAt.UtcDateTime;

    public override DateTime ValidFrom =>
        _token.TryGetInt64("nbf", out var notBefore) ? DateTimeOffset.FromUnixTimeSeconds(notBefore).UtcDateTime : DateTime.MinValue;
}
