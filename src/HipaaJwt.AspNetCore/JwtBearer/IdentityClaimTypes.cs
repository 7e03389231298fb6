using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>Creates the principal with the claims that the parameters of a JwtBearer scheme select for its name and its roles.</summary>
internal static class IdentityClaimTypes
{
    public static ClaimsPrincipal CreatePrincipal(ValidatedJwt validated, SecurityToken token, TokenValidationParameters? parameters)
    {
        if (parameters is null)
        {
            return validated.CreatePrincipal();
        }

        var name = parameters.NameClaimTypeRetriever is { } readName ? readName(token, validated.Issuer) : parameters.NameClaimType;
        var role = parameters.RoleClaimTypeRetriever is { } readRole ? readRole(token, validated.Issuer) : parameters.RoleClaimType;
        return validated.CreatePrincipal(parameters.AuthenticationType ?? "HipaaJwt", NameIn(name), RoleIn(role));
    }

    /// <summary>Returns null for the value that the parameters have if the application sets none.</summary>
    private static string? NameIn(string? type) => type == ClaimsIdentity.DefaultNameClaimType ? null : InToken(type);

    private static string? RoleIn(string? type) => type == ClaimsIdentity.DefaultRoleClaimType ? null : InToken(type);

    /// <summary>
    /// JwtBearer alone renames these claims, so applications select them by their long names. HipaaJwt keeps the names of the token.
    /// </summary>
    private static string? InToken(string? type) => type switch
    {
        ClaimTypes.NameIdentifier => "sub",
        ClaimTypes.Email => "email",
        ClaimTypes.Upn => "upn",
        ClaimTypes.GivenName => "given_name",
        ClaimTypes.Surname => "family_name",
        _ => string.IsNullOrEmpty(type) ? null : type,
    };
}
