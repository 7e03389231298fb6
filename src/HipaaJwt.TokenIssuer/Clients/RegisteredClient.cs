using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>A client of the options, in the form that requests need. Immutable.</summary>
internal sealed class RegisteredClient
{
    private readonly ImmutableArray<byte[]> _secretDigests;
    private readonly FrozenSet<string> _origins;

    /// <param name="client">The client, whose options are valid.</param>
    public RegisteredClient(TokenClient client)
    {
        Id = client.ClientId;
        IsPublic = client.IsPublic;
        AllowsIntrospection = client.AllowIntrospection;
        _secretDigests = [.. client.SecretHashes.Select(Read)];
        _origins = client.AllowedOrigins.ToFrozenSet(StringComparer.Ordinal);
    }

    public string Id { get; }

    public bool IsPublic { get; }

    public bool AllowsIntrospection { get; }

    /// <summary>Whether browsers may send the refresh token of this client in a cookie.</summary>
    public bool AllowsCookies => _origins.Count > 0;

    public bool AllowsOrigin(string? origin) => origin is not null && _origins.Contains(origin);

    /// <summary>Compares with every secret in constant time, so that the time does not tell which of them is similar.</summary>
    public bool HasSecret(string secret)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), digest);
        var matches = false;
        foreach (var expected in _secretDigests)
        {
            matches |= CryptographicOperations.FixedTimeEquals(expected, digest);
        }

        return matches;
    }

    private static byte[] Read(string hash) => SecretHash.TryRead(hash, out var digest)
        ? digest
        : throw new InvalidOperationException("The options have not been validated.");
}
