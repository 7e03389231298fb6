using System.Diagnostics;
using System.Globalization;
using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Support;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Histories.Stores;

/// <summary>A PostgreSQL server, and a standby of it by asynchronous streaming replication while one is needed.</summary>
internal sealed class PostgreSqlServers : StoreServer
{
    private PostgreSqlNode? _primary;
    private PostgreSqlNode? _standby;
    private FaultProxy? _replication;
    private string? _copy;

    public override IReadOnlyList<Disturbance> Disturbances => [new("store stopped", SuspendAsync), new("store killed", KillAsync)];

    public override IReadOnlyList<Loss> Losses =>
    [
        new("older data restored", () => Task.CompletedTask, RestoreAsync, HasDowntime: true),
        new("lagging replica promoted", StartStandbyAsync, PromoteAsync, HasDowntime: true),
    ];

    public override async Task StartAsync()
    {
        _primary = await PostgreSqlNode.CreateAsync();
        Port = _primary.Port;
        await _primary.LaunchAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _primary?.Dispose();
        _standby?.Dispose();
        _replication?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SuspendAsync(TimeSpan length)
    {
        Signals.StopAll(_primary!.Process.Id);
        await MachineTime.WaitAsync(length);
        Signals.ContinueAll(_primary.Process.Id);
    }

    private async Task KillAsync(TimeSpan length)
    {
        await _primary!.KillAsync();
        await MachineTime.WaitAsync(length);
        await _primary.LaunchAsync();
    }

    private async Task RestoreAsync(TimeSpan age)
    {
        _copy = _primary!.Data + ".copy";
        await PostgreSqlNode.BaseBackupAsync(Port, _copy);
        await MachineTime.WaitAsync(age);
        await _primary.KillAsync();
        Directory.Delete(_primary.Data, recursive: true);
        Directory.Move(_copy, _primary.Data);
        await _primary.LaunchAsync();
    }

    private async Task StartStandbyAsync()
    {
        _replication = new FaultProxy(() => Port);
        _standby = await PostgreSqlNode.CreateEmptyAsync();
        await PostgreSqlNode.BaseBackupAsync(_replication.Port, _standby.Data, "--write-recovery-conf");
        await _standby.LaunchAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (await _primary!.QueryAsync("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") is not 1L)
        {
            await MachineTime.WaitAsync(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    private async Task PromoteAsync(TimeSpan lag)
    {
        _replication!.Answers.Lose();
        await MachineTime.WaitAsync(lag);
        await _primary!.KillAsync();
        _replication.Dispose();
        await _standby!.PromoteAsync();
        _primary.Dispose();
        (_primary, Port, _standby) = (_standby, _standby.Port, null);
        ResetLinks();
    }
}

/// <summary>One PostgreSQL server with a folder of its own. Root runs it as the user postgres.</summary>
internal sealed class PostgreSqlNode : IDisposable
{
    private const string User = "postgres";

    /// <summary>The result of initdb, which each new server copies.</summary>
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);

    private readonly string _folder;
    private bool _isLaunched;

    private PostgreSqlNode(string folder) => _folder = folder;

    public int Port { get; } = Programs.FindFreePort();

    public string Data => Path.Combine(_folder, "data");

    public Process Process { get; private set; } = null!;

    public static bool IsInstalled => FindFolder() is not null;

    public static async Task<PostgreSqlNode> CreateAsync()
    {
        var node = await CreateEmptyAsync();
        await Programs.RunAsync(null, "cp", "-a", await Template.Value, node.Data);
        return node;
    }

    public static async Task<PostgreSqlNode> CreateEmptyAsync() => new(await CreateFolderAsync());

    public static Task BaseBackupAsync(int port, string target, params string[] more) => RunAsync(
    [
        "pg_basebackup", "--pgdata", target, "--dbname", FormattableString.Invariant($"host=127.0.0.1 port={port} user={User}"),
        "--wal-method", "stream", "--checkpoint", "fast", "--no-sync", .. more,
    ]);

    /// <summary>Removes the template.</summary>
    public static async Task CleanUpAsync()
    {
        if (Template.IsValueCreated)
        {
            Directory.Delete(Path.GetDirectoryName(await Template.Value)!, recursive: true);
        }
    }

    public async Task LaunchAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);
        Launch();
        while (!await IsReadyAsync())
        {
            await MachineTime.WaitAsync(TimeSpan.FromMilliseconds(50), limit.Token);
            if (Process.HasExited)
            {
                // The memory of killed processes may not be free yet.
                Launch();
            }
        }
    }

    public async Task KillAsync()
    {
        Signals.KillAll(Process.Id);
        await Process.WaitForExitAsync();
    }

    public Task PromoteAsync() => RunAsync("pg_ctl", "promote", "--pgdata", Data, "--wait");

    public async Task<object?> QueryAsync(string sql)
    {
        await using NpgsqlConnection connection = new(
            FormattableString.Invariant($"Host=127.0.0.1;Port={Port};Username={User};Database=postgres;Pooling=false;Timeout=5"));
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are constants of this program.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public void Dispose()
    {
        if (_isLaunched)
        {
            Signals.KillAll(Process.Id);
            Process.WaitForExit();
            Process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var data = Path.Combine(await CreateFolderAsync(), "data");
        await RunAsync("initdb", "--pgdata", data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C",
            "--no-sync");
        return data;
    }

    private static async Task<string> CreateFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hipaajwt-postgresql-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await Programs.RunAsync(null, "chown", User, folder);
        }

        return folder;
    }

    private static Task RunAsync(params string[] command) =>
        Programs.RunAsync(User, [Path.Combine(FindFolder()!, command[0]), .. command[1..]]);

    private static string? FindFolder() => (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"))
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private void Launch()
    {
        string[] settings =
        [
            $"port={Port.ToString(CultureInfo.InvariantCulture)}", "listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}",
            "shared_buffers=16MB", "max_connections=100", "max_wal_size=64MB", "min_wal_size=32MB", "autovacuum=off",
        ];
        Process = Programs.Start(User,
        [
            "sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", Path.Combine(_folder, "log"), Path.Combine(FindFolder()!, "postgres"), "-D", Data,
            .. settings.SelectMany(setting => (string[])["-c", setting]),
        ]);
        _isLaunched = true;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            await QueryAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
