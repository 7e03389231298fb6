using System.Text.Json;

namespace HipaaJwt.Histories.Instances;

/// <summary>One instance of a service in a process of its own. It ends when its standard input ends.</summary>
internal static class InstanceProgram
{
    public static async Task<int> RunAsync()
    {
        var unobserved = new UnobservedExceptions();
        var settings = JsonSerializer.Deserialize<InstanceSettings>(await Console.In.ReadLineAsync() ?? string.Empty)!;
        var clock = new WrongClock { Ahead = TimeSpan.FromMilliseconds(settings.ClockAhead) };
        using var host = Service.Build(settings, clock);
        await host.StartAsync();
        using var server = new LineServer(host.Services, clock, unobserved, settings);
        await server.WarmUpAsync(settings.WarmUpToken);
        _ = server.RunAsync();
        await Console.Out.WriteLineAsync($"listening {server.Port}");
        await Console.In.ReadLineAsync();

        // The driver has ended or does not need the instance any more. It never stops gracefully: histories kill instances as well.
        Environment.Exit(0);
        return 0;
    }
}
