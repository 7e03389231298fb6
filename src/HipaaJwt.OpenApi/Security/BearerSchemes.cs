using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace HipaaJwt.OpenApi.Security;

/// <summary>The bearer schemes of the application.</summary>
internal static partial class BearerSchemes
{
    public static async Task<IReadOnlyList<AuthenticationScheme>> FindAsync(IAuthenticationSchemeProvider provider) =>
        [.. (await provider.GetAllSchemesAsync().ConfigureAwait(false)).Where(IsBearer)];

    /// <summary>Only the scheme of HipaaJwt receives proofs. JwtBearer ignores them.</summary>
    public static bool AcceptsDPoP(AuthenticationScheme scheme) =>
        typeof(AuthenticationHandler<HipaaJwtBearerOptions>).IsAssignableFrom(scheme.HandlerType);

    /// <summary>Returns the name of a scheme in the document, where names have fewer characters.</summary>
    public static string NameOf(AuthenticationScheme scheme) => OtherCharacters().Replace(scheme.Name, "_");

    public static string DPoPNameOf(AuthenticationScheme scheme) => NameOf(scheme) + "-DPoP";

    private static bool IsBearer(AuthenticationScheme scheme) =>
        AcceptsDPoP(scheme) || typeof(JwtBearerHandler).IsAssignableFrom(scheme.HandlerType);

    [GeneratedRegex("[^a-zA-Z0-9._-]")]
    private static partial Regex OtherCharacters();
}
