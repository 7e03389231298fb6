using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Reads the parameter <c>scope</c> (RFC 6749, section 3.3).</summary>
internal static class ScopeText
{
    private const int MaxScopes = 256;

    /// <param name="text">The parameter; null if it is missing.</param>
    /// <param name="scopes">The scopes; empty if the parameter is missing.</param>
    /// <returns>False if the parameter is malformed.</returns>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string[]? scopes)
    {
        scopes = text?.Split(' ') ?? [];
        if (scopes.Length <= MaxScopes && scopes.All(IsScope))
        {
            return true;
        }

        scopes = null;
        return false;
    }

    private static bool IsScope(string scope) =>
        scope.Length > 0 && scope.All(character => character is >= '!' and <= '~' and not '"' and not '\\');
}
