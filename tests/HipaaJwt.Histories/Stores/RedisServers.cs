using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Support;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Histories.Stores;

/// <summary>A Redis server that keeps every write, and a replica of it while one is needed.</summary>
internal sealed class RedisServers : StoreServer
{
    private RedisNode? _primary;
    private RedisNode? _replica;
    private FaultProxy? _replication;

    public override IReadOnlyList<Disturbance> Disturbances => [new("store stopped", SuspendAsync), new("store killed", KillAsync)];

    public override IReadOnlyList<Loss> Losses =>
    [
        new("FLUSHALL", () => Task.CompletedTask, _ => _primary!.CommandAsync("FLUSHALL"), HasDowntime: false),
        new("older data restored", () => Task.CompletedTask, RestoreAsync, HasDowntime: true),
        new("lagging replica promoted", StartReplicaAsync, PromoteAsync, HasDowntime: true),
    ];

    public override async Task StartAsync()
    {
        _primary = await RedisNode.StartAsync();
        Port = _primary.Port;
    }

    public override ValueTask DisposeAsync()
    {
        _primary?.Dispose();
        _replica?.Dispose();
        _replication?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SuspendAsync(TimeSpan length)
    {
        Signals.Stop(_primary!.Process.Id);
        await MachineTime.WaitAsync(length);
        Signals.Continue(_primary.Process.Id);
    }

    private async Task KillAsync(TimeSpan length)
    {
        await _primary!.KillAsync();
        await MachineTime.WaitAsync(length);
        await _primary.LaunchAsync();
    }

    private async Task RestoreAsync(TimeSpan age)
    {
        var (data, copy) = (Path.Combine(_primary!.Folder, "appendonlydir"), Path.Combine(_primary.Folder, "copy"));
        await Programs.RunAsync(null, "cp", "-a", data, copy);
        await MachineTime.WaitAsync(age);
        await _primary.KillAsync();
        Directory.Delete(data, recursive: true);
        Directory.Move(copy, data);
        await _primary.LaunchAsync();
    }

    private async Task StartReplicaAsync()
    {
        _replication = new FaultProxy(() => Port);
        _replica = await RedisNode.StartAsync("--replicaof", "127.0.0.1", _replication.Port.ToString(CultureInfo.InvariantCulture));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!(await _replica.CommandAsync("INFO replication")).Contains("master_link_status:up", StringComparison.Ordinal))
        {
            await MachineTime.WaitAsync(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private async Task PromoteAsync(TimeSpan lag)
    {
        _replication!.Answers.Lose();
        await MachineTime.WaitAsync(lag);
        await _primary!.KillAsync();
        _replication.Dispose();
        await _replica!.PromoteAsync();
        _primary.Dispose();
        (_primary, Port, _replica) = (_replica, _replica.Port, null);
        ResetLinks();
    }
}

/// <summary>One redis-server with a folder of its own.</summary>
internal sealed class RedisNode : IDisposable
{
    private string[] _arguments;

    private RedisNode(string[] arguments) => _arguments = arguments;

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public string Folder { get; } = Directory.CreateTempSubdirectory("hipaajwt-redis-").FullName;

    public int Port { get; } = Programs.FindFreePort();

    public Process Process { get; private set; } = null!;

    public static async Task<RedisNode> StartAsync(params string[] arguments)
    {
        RedisNode node = new(arguments);
        await node.LaunchAsync();
        return node;
    }

    public async Task LaunchAsync()
    {
        Process = Programs.Start(null,
        [
            "redis-server", "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", Folder, "--save",
                string.Empty,
            "--appendonly", "yes", "--appendfsync", "always", "--repl-diskless-sync-delay", "0", "--logfile", Path.Combine(Folder, "log"),
            .. _arguments,
        ]);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await IsReadyAsync())
        {
            await MachineTime.WaitAsync(TimeSpan.FromMilliseconds(10), limit.Token);
        }
    }

    public async Task KillAsync()
    {
        Signals.Kill(Process.Id);
        await Process.WaitForExitAsync();
    }

    public async Task PromoteAsync()
    {
        _arguments = [];
        await CommandAsync("REPLICAOF NO ONE");
    }

    /// <summary>Sends a command on a connection of its own.</summary>
    public async Task<string> CommandAsync(string command)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        var answer = new byte[8 * 1024];
        return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer));
    }

    public void Dispose()
    {
        Signals.Kill(Process.Id);
        Process.WaitForExit();
        Process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await CommandAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
