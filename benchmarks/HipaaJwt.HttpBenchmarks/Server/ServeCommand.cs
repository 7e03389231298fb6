using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// Writes the tokens to a file and the addresses to standard output. It listens until standard input is closed, so that it does
/// not outlive the process that started it.
/// </summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var name, var path] || !Enum.TryParse<JwsAlgorithm>(name, out var algorithm))
        {
            await Console.Error.WriteLineAsync("serve ALGORITHM TOKENS    TOKENS is the file to write");
            return 2;
        }

        using var key = SigningKey.Create(algorithm);
        var pool = new TokenPool(key, HttpLoad.DistinctTokens);
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, pool.Count).Select(number => pool[number].Text));

        using var microsoft = MicrosoftHost.Build(key);
        using var ours = HipaaJwtHost.Build(key);
        using var idle = IdleSchemeHost.Build();
        IHost[] hosts = [microsoft, ours, idle];
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
}
