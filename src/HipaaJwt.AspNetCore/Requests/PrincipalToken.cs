using System.Security.Claims;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>Finds the validated token of a principal.</summary>
internal static class PrincipalToken
{
    /// <summary>The token of the first identity that has one. Decision and audit event use the same one.</summary>
    public static ValidatedJwt? Of(ClaimsPrincipal? user)
    {
        // The framework's principals have a list; as a sequence it would cost an object for each question.
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

    /// <summary>Whether no identity is authenticated, by a token or otherwise.</summary>
    public static bool IsAnonymous(ClaimsPrincipal? user) => user?.Identities.Any(identity => identity.IsAuthenticated) != true;
}
