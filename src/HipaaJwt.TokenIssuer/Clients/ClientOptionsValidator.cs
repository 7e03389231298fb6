using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>Validates the clients of the options. Each problem names the path, what is wrong and the remedy.</summary>
internal sealed class ClientOptionsValidator : IValidateOptions<TokenIssuerOptions>
{
    private const int MaxIdLength = 256;

    public ValidateOptionsResult Validate(string? name, TokenIssuerOptions options)
    {
        List<string> problems = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (var index = 0; index < options.Clients.Count; index++)
        {
            var (client, path) = (options.Clients[index], $"{nameof(TokenIssuerOptions)}.{nameof(TokenIssuerOptions.Clients)}[{index}]");
            if (client is null)
            {
                problems.Add($"{path} is null. Remove it.");
                continue;
            }

            problems.AddRange(ProblemsWith(client, path));
            if (!ids.Add(client.ClientId))
            {
                problems.Add(
                    $"{path}.ClientId is \"{client.ClientId}\", which another client has too. Give each client its own identifier.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsWith(TokenClient client, string path)
    {
        if (client.ClientId is not { Length: > 0 and <= MaxIdLength } id || id.Any(character => character is < '!' or > '~'))
        {
            yield return $"{path}.ClientId is not 1 to {MaxIdLength} printable ASCII characters without blanks. Set the client_id.";
        }

        foreach (var problem in client.IsPublic ? ProblemsWithPublic(client, path) : ProblemsWithConfidential(client, path))
        {
            yield return problem;
        }

        for (var index = 0; index < client.SecretHashes.Count; index++)
        {
            if (!SecretHash.TryRead(client.SecretHashes[index], out _))
            {
                yield return $"{path}.SecretHashes[{index}] is not a hash of a secret. Set what ClientSecret.Hash returns, not the secret.";
            }
        }

        if (client.KeySet is { } keySet && !ClientKeySetReader.TryRead(keySet, out _, out var keyProblem))
        {
            yield return $"{path}.KeySet {keyProblem}";
        }

        for (var index = 0; index < client.AllowedOrigins.Count; index++)
        {
            if (!IsOrigin(client.AllowedOrigins[index]))
            {
                yield return $"{path}.AllowedOrigins[{index}] is not an origin. Set scheme, host and port as browsers write them, such as "
                    + "https://app.hospital.example, without a path and a trailing slash. Use https, except for localhost.";
            }
        }
    }

    private static IEnumerable<string> ProblemsWithPublic(TokenClient client, string path)
    {
        if (client.SecretHashes.Count > 0 || client.KeySet is not null)
        {
            yield return $"{path}.IsPublic is true, but the client has secrets or keys. Remove them, or set IsPublic to false.";
        }

        if (client.AllowIntrospection)
        {
            yield return $"{path}.AllowIntrospection is true for a public client, which anybody can be. "
                + "Give the client a secret or keys, or set AllowIntrospection to false.";
        }
    }

    private static IEnumerable<string> ProblemsWithConfidential(TokenClient client, string path)
    {
        if (client.SecretHashes.Count == 0 && client.KeySet is null)
        {
            yield return $"{path} has neither SecretHashes nor KeySet, so it cannot authenticate. "
                + "Add one of them, or set IsPublic for an application in a browser or on a phone.";
        }
    }

    /// <summary>An origin must be written exactly as browsers send it, because it is compared as text.</summary>
    private static bool IsOrigin(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && text == $"{uri.Scheme}://{HostOf(uri)}{(uri.IsDefaultPort ? string.Empty : $":{uri.Port}")}";

    private static string HostOf(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
}
