using System.Globalization;
using HipaaJwt.Policy;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Hosting;

/// <summary>
/// Finds certificates that are not valid at the present time. Their keys are trusted nevertheless: a restart must not fail because a date
/// has passed.
/// </summary>
internal static class CertificateWeaknesses
{
    public static IEnumerable<Weakness> Of(HipaaJwtOptions options, OptionPaths paths, DateTimeOffset now)
    {
        for (var i = 0; i < options.Issuers.Count; i++)
        {
            for (var j = 0; j < options.Issuers[i].SigningKeys.Count; j++)
            {
                if (ProblemWith(options.Issuers[i].SigningKeys[j], now) is { } problem)
                {
                    yield return new Weakness(
                        paths.OfSigningKey(i, j),
                        $"{problem} Tokens are still verified with its key. Ask the issuer for its new one.");
                }
            }
        }

        for (var i = 0; i < options.Decryption.Keys.Count; i++)
        {
            if (ProblemWith(options.Decryption.Keys[i], now) is { } problem)
            {
                yield return new Weakness(
                    paths.OfDecryptionKey(i),
                    $"{problem} Tokens are still decrypted with its key. Renew it, and tell the issuers.");
            }
        }
    }

    private static string? ProblemWith(SecurityKey key, DateTimeOffset now)
    {
        if (key is not X509SecurityKey { Certificate: var certificate })
        {
            return null;
        }

        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        var dates = string.Create(CultureInfo.InvariantCulture, $"valid from {from:yyyy-MM-dd HH:mm} to {until:yyyy-MM-dd HH:mm} UTC");
        return now.UtcDateTime > until ? $"the certificate has expired: it was {dates}, and it is {Text(now)}."
            : now.UtcDateTime < from ? $"the certificate is not valid yet: it is {dates}, and it is {Text(now)}."
            : null;
    }

    private static string Text(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
