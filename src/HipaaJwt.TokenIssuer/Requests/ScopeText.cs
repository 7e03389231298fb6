using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.TokenIssuer.Requests;

/// <summary>Reads scopes (RFC 6749, section 3.3).</summary>
internal static class ScopeText
{
    private const int MaxScopes = 256;

    /// <summary>Determines whether a text is one scope.</summary>
    public static bool IsScope(string? scope)
    {
        foreach (var character in scope ?? string.Empty)
        {
            if (character is not ((>= '!' and <= '~') and not '"' and not '\\'))
            {
                return false;
            }
        }

        return scope?.Length > 0;
    }

    /// <summary>Reads the parameter <c>scope</c>.</summary>
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
}
