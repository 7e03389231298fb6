using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>
/// Clients whose tokens are bound to their keys (RFC 9449), and a file with a new proof for each request of a round: lines with a token,
/// a tab and a proof, by each client in turn. A service rejects proofs that are old or repeated, so each round has a new file.
/// </summary>
internal sealed class ProofFile : IDisposable
{
    /// <summary>The proofs that are in memory at a time, if there are fewer clients.</summary>
    private const int BatchSize = 4_096;

    private readonly ProvingClient[] _clients;

    /// <param name="folder">The folder of the files.</param>
    /// <param name="clients">The number of clients.</param>
    public ProofFile(string folder, int clients)
    {
        _clients = [.. Enumerable.Range(0, clients).Select(_ => new ProvingClient())];
        Path = System.IO.Path.Combine(folder, "proofs");
        Thumbprints = System.IO.Path.Combine(folder, "thumbprints");
        Tokens = System.IO.Path.Combine(folder, "bound-tokens");
        OtherTokens = System.IO.Path.Combine(folder, "other-tokens");
        File.WriteAllLines(Thumbprints, _clients.Select(client => client.Thumbprint));
    }

    public int Clients => _clients.Length;

    public string Path { get; }

    /// <summary>The file with the thumbprints of the clients' keys.</summary>
    public string Thumbprints { get; }

    /// <summary>The file to which the issuer writes the token of each client.</summary>
    public string Tokens { get; }

    /// <summary>The file for as many tokens that need no proof.</summary>
    public string OtherTokens { get; }

    /// <summary>Replaces the file by one with new proofs.</summary>
    /// <param name="endpoint">The address that the proofs are for.</param>
    /// <param name="count">The number of proofs, rounded up to the same number for each client.</param>
    public async Task WriteAsync(Uri endpoint, int count)
    {
        var tokens = await File.ReadAllLinesAsync(Tokens);
        await using var writer = new StreamWriter(Path);
        var batch = new string[Math.Max(1, BatchSize / _clients.Length) * _clients.Length];
        for (var written = 0; written < count; written += batch.Length)
        {
            Fill(batch, tokens, endpoint.AbsoluteUri);
            foreach (var line in batch)
            {
                await writer.WriteLineAsync(line);
            }
        }
    }

    public void Dispose() => Array.ForEach(_clients, client => client.Dispose());

    private void Fill(string[] batch, string[] tokens, string address) => Parallel.For(0, _clients.Length, client =>
    {
        for (var i = client; i < batch.Length; i += _clients.Length)
        {
            batch[i] = tokens[client] + "\t" + _clients[client].NewProof(tokens[client], address).Text;
        }
    });
}
