using System.CommandLine;
using System.Globalization;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.DevelopmentTokens;

/// <summary>The options that say what a development token contains.</summary>
internal sealed class TokenClaims
{
    public const string Issuer = "hipaa-jwt-dev";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);
    private static readonly string[] Reserved = ["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "client_id", "roles", "scope"];

    private readonly Option<string[]> _roles = new("--role") { Description = "A role. Repeat it for further roles.", HelpName = "ROLE" };
    private readonly Option<string[]> _scopes =
        new("--scope") { Description = "A scope. Repeat it for further scopes.", HelpName = "SCOPE" };

    private readonly Option<string?> _subject =
        new("--subject") { Description = "The subject. The default is the name of the user of the operating system.", HelpName = "NAME" };

    private readonly Option<string[]> _claims = new("--claim")
    {
        Description = "A claim whose value is a string. Repeat it for further claims, and for several values of one claim.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> _lifetime = new("--lifetime")
    {
        Description = "The lifetime, such as 00:10:00: 1 second to 24 hours. The default is 1 hour.",
        HelpName = "HH:MM:SS",
    };

    public IEnumerable<Option> Options => [_roles, _scopes, _subject, _claims, _lifetime];

    /// <summary>Reads the claims of a token, without its audience.</summary>
    public Found<Dictionary<string, object>> Read(ParseResult parsed, ToolEnvironment environment)
    {
        if (!ReadLifetime(parsed.GetValue(_lifetime)).Is(out var lifetime, out var failure)
            || !ReadFurther(parsed.GetValue(_claims) ?? []).Is(out var claims, out failure))
        {
            return failure;
        }

        var now = environment.Time.GetUtcNow();
        claims["iss"] = Issuer;
        claims["sub"] = parsed.GetValue(_subject) ?? environment.UserName;
        claims["client_id"] = "hipaa-jwt";
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = (now + (TimeSpan)lifetime).ToUnixTimeSeconds();
        claims["jti"] = Guid.NewGuid().ToString("N");
        if (parsed.GetValue(_roles) is { Length: > 0 } roles)
        {
            claims["roles"] = roles;
        }

        if (parsed.GetValue(_scopes) is { Length: > 0 } scopes)
        {
            claims["scope"] = string.Join(' ', scopes);
        }

        return claims;
    }

    private static Found<object> ReadLifetime(string? text)
    {
        if (text is null)
        {
            return Found<object>.Of(DefaultLifetime);
        }

        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var lifetime)
            && lifetime >= TimeSpan.FromSeconds(1)
            && lifetime <= MaxLifetime
                ? Found<object>.Of(lifetime)
                : Failure.Usage($"--lifetime {text} is not 1 second to 24 hours. Write hours, minutes and seconds, such as 00:10:00.");
    }

    private static Found<Dictionary<string, object>> ReadFurther(string[] further)
    {
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var claim in further)
        {
            var at = claim.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                return Failure.Usage($"--claim {claim} has no name and value. Write NAME=VALUE, such as department=pharmacy.");
            }

            var name = claim[..at];
            if (Reserved.Contains(name, StringComparer.Ordinal))
            {
                return Failure.Usage(
                    $"--claim cannot set {name}. Use --subject, --audience, --role, --scope or --lifetime; the tool sets the others.");
            }

            values.TryAdd(name, []);
            values[name].Add(claim[(at + 1)..]);
        }

        return values.ToDictionary(
            claim => claim.Key, claim => claim.Value is [var single] ? (object)single : claim.Value, StringComparer.Ordinal);
    }
}
