using HipaaJwt.Claims;

namespace HipaaJwt.Policy;

/// <summary>Builds the names of the claims that identify the subject, client, token and user, and collects their problems.</summary>
internal static class IdentityClaimsBuilder
{
    /// <summary>The claims that are no identifiers, or have a meaning of their own.</summary>
    private static readonly string[] Reserved =
    [
        ClaimNames.Issuer,
        ClaimNames.Audience,
        ClaimNames.ExpirationTime,
        ClaimNames.NotBefore,
        ClaimNames.IssuedAt,
        ClaimNames.Confirmation,
    ];

    public static IdentityClaims Build(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        Check(path.Member(nameof(issuer.SubjectClaim)), issuer.SubjectClaim, "the subject, such as \"sub\"", problems);
        Check(path.Member(nameof(issuer.TokenIdClaim)), issuer.TokenIdClaim, "the identifier of the token, such as \"jti\"", problems);
        if (issuer.ClientIdClaim is { } client)
        {
            Check(path.Member(nameof(issuer.ClientIdClaim)), client, "the client, such as \"client_id\", or remove it", problems);
        }

        if (issuer.NameClaim is { } name)
        {
            Check(path.Member(nameof(issuer.NameClaim)), name, "the name of the user, such as \"name\", or remove it", problems);
        }

        return new IdentityClaims(
            issuer.SubjectClaim ?? ClaimNames.Subject, issuer.ClientIdClaim, issuer.TokenIdClaim ?? ClaimNames.JwtId, issuer.NameClaim)
        {
            AllowClientAsSubject = issuer.AllowClientAsSubject,
        };
    }

    private static void Check(OptionPath path, string? name, string remedy, OptionProblems problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add(path, $"is empty. Write the claim that contains {remedy}.");
        }
        else if (Reserved.Contains(name, StringComparer.Ordinal))
        {
            problems.Add(path, $"is \"{name}\", which identifies something else. Write the claim that contains {remedy}.");
        }
    }
}
