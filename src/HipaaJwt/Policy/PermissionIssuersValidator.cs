namespace HipaaJwt.Policy;

/// <summary>Finds issuers that permission rules name although they are not trusted.</summary>
internal static class PermissionIssuersValidator
{
    /// <summary>
    /// Finds the problems at start. A reload that removes an issuer is not a problem: rules do not reload, and it must be possible to
    /// withdraw trust at once.
    /// </summary>
    public static IEnumerable<string> FindProblems(ValidationPolicy policy)
    {
        var trusted = policy.Issuers.Select(issuer => issuer.Issuer).ToArray();
        return
            from named in policy.Permissions.NamedIssuers
            where !trusted.Contains(named.Issuer, StringComparer.Ordinal)
            select $"{named.Place} names \"{named.Issuer}\", which is not a trusted issuer. Write a trusted issuer exactly as in Issuers: "
                + $"{string.Join(", ", trusted.Select(issuer => $"\"{issuer}\""))}.";
    }
}
