namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// Starts a service that records the activity of sessions and one that does not. Writes the tokens of each to a file, and the addresses
/// to standard output. It listens until standard input is closed.
/// </summary>
internal static class ServeActivityCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var tokensWith, var tokensWithout])
        {
            await Console.Error.WriteLineAsync("serve-activity TOKENS TOKENS    TOKENS are the files to write");
            return 2;
        }

        using var with = ActivityHost.Build(recordsActivity: true);
        using var without = ActivityHost.Build(recordsActivity: false);
        await with.StartAsync();
        await without.StartAsync();
        await ActivityHost.WriteTokensAsync(with, tokensWith);
        await ActivityHost.WriteTokensAsync(without, tokensWithout);
        Console.WriteLine($"{PlainHost.AddressOf(with)} {PlainHost.AddressOf(without)}");
        await Console.In.ReadToEndAsync();
        await without.StopAsync();
        await with.StopAsync();
        return 0;
    }
}
