using System.Globalization;
using HipaaJwt.Keys;

namespace HipaaJwt;

/// <summary>The rules of one issuer that go beyond those of every issuer: its own lifetime, and what tells its access tokens from others.</summary>
internal static class IssuerRules
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(24);

    public static void Check(TrustedIssuer issuer, string path, ICollection<string> problems)
    {
        if (issuer.MaxTokenLifetime is { } lifetime && (lifetime <= TimeSpan.Zero || lifetime > LongestLifetime))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:MaxTokenLifetime is {lifetime}. Set it above 0 and at most {LongestLifetime}, or leave it out."));
        }

        if (string.IsNullOrWhiteSpace(issuer.AudienceClaim))
        {
            problems.Add($"{path}:AudienceClaim is empty. Name the claim that holds the audience; it is \"aud\" unless the provider says otherwise.");
        }

        foreach (var (name, values) in issuer.RequiredClaimValues)
        {
            CheckValues(name, values, path, problems);
        }
    }

    public static IEnumerable<RequiredClaimValue> ValuesOf(TrustedIssuer issuer) =>
        from required in issuer.RequiredClaimValues
        select new RequiredClaimValue(required.Key, [.. (required.Value ?? []).OfType<string>()]);

    private static void CheckValues(string name, IReadOnlyList<string>? values, string path, ICollection<string> problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add($"{path}:RequiredClaimValues has an empty name. Remove it.");
        }

        if (values is null or [])
        {
            problems.Add($"{path}:RequiredClaimValues:{name} is empty, so no token could be accepted. Add the values that are allowed, or remove it.");
        }
        else if (values.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add($"{path}:RequiredClaimValues:{name} has an empty entry. Remove it.");
        }
    }
}
