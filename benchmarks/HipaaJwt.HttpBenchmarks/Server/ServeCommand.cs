using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// Reads the thumbprints of the clients' keys. Writes tokens and bound tokens to files, and the addresses to standard output. It listens
/// until standard input is closed, so that it does not outlive the process that started it.
/// </summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var name, var path, var thumbprints, var boundTokens]
            || !Enum.TryParse<JwsAlgorithm>(name, out var algorithm))
        {
            await Console.Error.WriteLineAsync(
                "serve ALGORITHM TOKENS THUMBPRINTS BOUND_TOKENS    THUMBPRINTS is the file to read; the others are the files to write");
            return 2;
        }

        using var key = SigningKey.Create(algorithm);
        var pool = new TokenPool(key, HttpLoad.DistinctTokens);
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, pool.Count).Select(number => pool[number].Text));
        await WriteBoundTokensAsync(key, thumbprints, boundTokens);

        using var microsoft = MicrosoftHost.Build(key);
        using var ours = HipaaJwtHost.Build(key);
        using var idle = IdleSchemeHost.Build();
        using var unaudited = HipaaJwtHost.BuildWithoutAuditing(key);
        IHost[] hosts = [microsoft, ours, idle, unaudited];
        foreach (var host in hosts)
        {
            await host.StartAsync();
        }

        Console.WriteLine(string.Join(' ', hosts.Select(PlainHost.AddressOf)));
        await Console.In.ReadToEndAsync();
        foreach (var host in hosts)
        {
            await host.StopAsync();
        }

        return 0;
    }

    /// <summary>Writes a token for each thumbprint of a client's key, in the same order.</summary>
    private static async Task WriteBoundTokensAsync(SigningKey key, string thumbprints, string boundTokens)
    {
        var lines = await File.ReadAllLinesAsync(thumbprints);
        await File.WriteAllLinesAsync(
            boundTokens, lines.Select((thumbprint, number) => ProvingClient.BoundToken(key, thumbprint, number).Text));
    }
}
