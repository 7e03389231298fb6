using System.Security.Claims;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Who asks, as far as tokens tell.</summary>
internal static class Caller
{
    /// <summary>The token of the first identity that has one. Decision and audit event go by the same one.</summary>
    public static ValidatedJwt? TokenOf(ClaimsPrincipal? user)
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

    /// <summary>Whether nobody has said who asks, by a token or otherwise.</summary>
    public static bool IsAnonymous(ClaimsPrincipal? user) => user?.Identities.Any(identity => identity.IsAuthenticated) != true;
}
