using System.Collections.Frozen;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>The clients of the options. Immutable.</summary>
internal sealed class ClientRegistry
{
    private readonly FrozenDictionary<string, RegisteredClient> _clients;

    public ClientRegistry(IEnumerable<TokenClient> clients) => _clients = clients
        .Select(client => new RegisteredClient(client))
        .ToFrozenDictionary(client => client.Id, StringComparer.Ordinal);

    public RegisteredClient? Find(string? id) => id is null ? null : _clients.GetValueOrDefault(id);
}
