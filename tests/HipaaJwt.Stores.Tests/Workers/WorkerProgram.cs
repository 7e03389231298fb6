using System.Globalization;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Workers;

/// <summary>A process that uses a store as its standard input says. It ends with its input.</summary>
internal static class WorkerProgram
{
    /// <param name="store">The kind of the store and where it is.</param>
    public static async Task<int> RunAsync(string[] store)
    {
        await using var process = await StoreProcess.StartAsync(builder => AddStores(builder, store));
        var planted = new Planted();
        var sessions = new PlantedSessionStore(process.Sessions, planted);
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var answer = line.Split(' ') switch
            {
                ["advance", var id, var counter, var window, var callers] => await AdvanceAsync(
                    sessions, Guid.Parse(id), Number(counter), TimeSpan.FromMilliseconds(Number(window)), (int)Number(callers)),
                ["plant", var defect] => planted.Plant(defect),
                ["add", var slot, var callers] => await AddAsync(process.SigningKeys, Number(slot), (int)Number(callers)),
                ["load", .. var ids] => await LoadAsync(sessions, [.. ids.Select(Guid.Parse)]),
                _ => throw new InvalidOperationException(line),
            };
            await Console.Out.WriteLineAsync(answer);
        }

        return 0;
    }

    private static void AddStores(HipaaJwtBuilder builder, string[] store) => _ = store switch
    {
        ["sqlite", var path] => builder.AddSqliteStores(path),
        ["postgresql", var connectionString, var schema] =>
            PostgreSqlStores.AddTo(builder, connectionString, schema, options => options.UseNotifications = false),
        _ => throw new InvalidOperationException(string.Join(' ', store)),
    };

    private static async Task<string> AdvanceAsync(PlantedSessionStore store, Guid id, long counter, TimeSpan window, int callers)
    {
        var results = await Concurrently.RunAsync(callers, _ => store.AdvanceAsync(id, counter, window, CancellationToken.None));
        return string.Join(' ', results.Select(Format));
    }

    private static async Task<string> AddAsync(ISigningKeyStore store, long slot, int callers)
    {
        var entries = Enumerable.Range(0, callers).Select(_ => SigningKeyStoreContract.Entry(slot)).ToArray();
        var results = await Concurrently.RunAsync(callers, caller => store.TryAddAsync(entries[caller], CancellationToken.None));
        return string.Join(' ', results.Select((isAdded, caller) => isAdded ? entries[caller].KeyId : "-"));
    }

    /// <summary>
    /// Refreshes each session again and again by two callers at once, until the process is killed. Writes each number before and each
    /// answer after the call.
    /// </summary>
    private static async Task<string> LoadAsync(PlantedSessionStore store, Guid[] ids)
    {
        await Task.WhenAll(ids.Select(id => RefreshAsync(store, id)));
        return string.Empty;
    }

    private static async Task RefreshAsync(PlantedSessionStore store, Guid id)
    {
        for (var counter = 0L; ; counter++)
        {
            await Console.Out.WriteLineAsync($"call {id} {counter}");
            await Concurrently.RunAsync(2, async _ =>
            {
                var result = await store.AdvanceAsync(id, counter, TimeSpan.FromMinutes(10), CancellationToken.None);
                await Console.Out.WriteLineAsync($"answer {id} {counter} {Format(result)}");
                return true;
            });
        }
    }

    private static string Format(SessionAdvance advance) => string.Create(
        CultureInfo.InvariantCulture, $"{advance.Outcome}:{advance.Session?.Counter ?? -1}:{advance.Session?.State ?? 0}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
