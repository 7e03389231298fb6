using System.Security.Claims;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>Finds the validated token of a principal.</summary>
internal static class PrincipalToken
{
    /// <summary>Returns the token of the first identity that has one. The decision and its audit event use the same token.</summary>
    public static ValidatedJwt? Of(ClaimsPrincipal? user)
    {
        // The framework's principals return a list. Enumerating it as IEnumerable would allocate an enumerator.
        var identities = user?.Identities ?? [];
        foreach (var identity in identities as List<ClaimsIdentity> ?? [.. identities])
        {
            if (identity is JwtIdentity { IsAuthenticated: true } jwt)
            {
                return jwt.Token;
            }
        }

        return null;
    }

    /// <summary>Returns whether no identity is authenticated, with a token or otherwise.</summary>
    public static bool IsAnonymous(ClaimsPrincipal? user) => user?.Identities.Any(identity => identity.IsAuthenticated) != true;
}
