using HipaaJwt.TokenIssuer.SigningKeys;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.DependencyInjection;

/// <summary>Validates the options of the issuer at start.</summary>
internal sealed class TokenIssuerOptionsValidator : IValidateOptions<TokenIssuerOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, TokenIssuerOptions options)
    {
        List<string> problems = [];
        ValidateIssuer(options, problems);
        ValidateLifetimes(options, problems);
        ValidateKeys(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void ValidateIssuer(TokenIssuerOptions options, List<string> problems)
    {
        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer)
            || (issuer.Scheme != Uri.UriSchemeHttps && !(issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback))
            || issuer.Query.Length > 0
            || issuer.Fragment.Length > 0)
        {
            problems.Add(
                $"{Path(nameof(options.Issuer))} must be an https address without query and fragment (RFC 8414, section 2), or http on a "
                + "loopback address. Write the public address of this service, such as https://id.hospital.example.");
        }

        if (options.Audiences.Count == 0 || options.Audiences.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(
                $"{Path(nameof(options.Audiences))} is empty or has an empty entry. Add the names of the services that accept the tokens.");
        }
    }

    private static void ValidateLifetimes(TokenIssuerOptions options, List<string> problems)
    {
        CheckRange(nameof(options.AccessTokenLifetime), options.AccessTokenLifetime, Second, TimeSpan.FromHours(1), problems);
        CheckRange(nameof(options.IdleTimeout), options.IdleTimeout, Second, TimeSpan.FromHours(24), problems);
        CheckRange(nameof(options.SessionLifetime), options.SessionLifetime, Second, TimeSpan.FromDays(90), problems);
        CheckRange(nameof(options.RetryWindow), options.RetryWindow, TimeSpan.Zero, TimeSpan.FromMinutes(1), problems);
        CheckRange(nameof(options.StoreTimeout), options.StoreTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30), problems);
        CheckRange(nameof(options.PolicyTimeout), options.PolicyTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30), problems);
    }

    private static void ValidateKeys(TokenIssuerOptions options, List<string> problems)
    {
        if (!KeyAlgorithm.IsSupported(options.SigningAlgorithm))
        {
            problems.Add($"{Path(nameof(options.SigningAlgorithm))} is not ES256, RS256 or PS256. Use one of them.");
        }

        CheckRange(nameof(options.KeyRefreshInterval), options.KeyRefreshInterval, Second, TimeSpan.FromHours(1), problems);
        CheckRange(
            nameof(options.KeyRotationInterval), options.KeyRotationInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365), problems);
        if (options.KeyAnnouncement < options.KeyRefreshInterval * 2 || options.KeyAnnouncement >= options.KeyRotationInterval)
        {
            problems.Add(
                $"{Path(nameof(options.KeyAnnouncement))} must be at least twice KeyRefreshInterval, so that all instances know a key "
                + "before it signs, and shorter than KeyRotationInterval.");
        }
    }

    private static void CheckRange(string name, TimeSpan value, TimeSpan least, TimeSpan greatest, List<string> problems)
    {
        if (value < least || value > greatest)
        {
            problems.Add($"{Path(name)} is {value}. Set it to at least {least} and at most {greatest}.");
        }
    }

    private static string Path(string member) => $"{nameof(TokenIssuerOptions)}.{member}";
}
