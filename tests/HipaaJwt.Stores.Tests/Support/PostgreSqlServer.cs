using System.Diagnostics;
using Npgsql;

namespace HipaaJwt.Stores.Tests.Support;

/// <summary>
/// A PostgreSQL server of its own, in a folder of its own and on a free port. It can be killed, suspended and restarted, its data can be
/// copied and restored, and it can have a standby. The test that creates it skips if PostgreSQL is not installed.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public const string User = "postgres";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string[] _settings;
    private Process? _process;

    private PostgreSqlServer(string folder, string[] settings)
    {
        _folder = folder;
        _settings = settings;
        Port = Programs.FindFreePort();
    }

    public int Port { get; }

    /// <summary>Connects as the superuser.</summary>
    public string ConnectionString => ConnectionStringOf(User);

    private string Data => Path.Combine(_folder, "data");

    private string LogFile => Path.Combine(_folder, "server.log");

    /// <summary>Creates a server and starts it.</summary>
    /// <param name="settings">Settings such as <c>fsync=off</c>.</param>
    public static async Task<PostgreSqlServer> StartNewAsync(params string[] settings)
    {
        PostgreSqlBinaries.SkipIfMissing();
        var server = new PostgreSqlServer(await CreateFolderAsync(), settings);
        await RunAsync(
            "initdb", "--pgdata", server.Data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        await server.StartAsync();
        return server;
    }

    public string ConnectionStringOf(string user) =>
        $"Host=127.0.0.1;Port={Port};Username={user};Database=postgres;Maximum Pool Size=30;Timeout=5";

    /// <summary>Creates a standby of this server by streaming replication, and starts it.</summary>
    public async Task<PostgreSqlServer> StartStandbyAsync()
    {
        var standby = new PostgreSqlServer(await CreateFolderAsync(), []);
        await RunAsync(
            "pg_basebackup", "--pgdata", standby.Data, "--dbname", $"host=127.0.0.1 port={Port} user={User}", "--wal-method", "stream",
            "--checkpoint", "fast", "--write-recovery-conf", "--no-sync");
        await standby.StartAsync();
        return standby;
    }

    /// <summary>Starts the server with the data that it has, on the same port, and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        string[] settings =
        [
            $"port={Port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}", "shared_buffers=64MB",
            "max_connections=300",
            .. _settings,
        ];
        string[] command =
        [
            "sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", LogFile, PostgreSqlBinaries.PathOf("postgres"), "-D", Data,
            .. settings.SelectMany(setting => (string[])["-c", setting]),
        ];
        _process = Programs.Start(User, command);
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await IsReadyAsync(limit.Token))
        {
            _process.HasExited.Should().BeFalse("the server must start; its log is {0}", ReadLog());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Kills all processes of the server, as if the machine had failed.</summary>
    public async Task KillAsync()
    {
        await Programs.SignalAsync(_process!.Id, "KILL");
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops the server with <c>pg_ctl stop</c>.</summary>
    /// <param name="mode"><c>fast</c>, which writes a checkpoint, or <c>immediate</c>, which does not.</param>
    public async Task StopAsync(string mode = "fast")
    {
        await RunAsync("pg_ctl", "stop", "--pgdata", Data, "--mode", mode, "--wait");
        await _process!.WaitForExitAsync();
    }

    /// <summary>Suspends all processes of the server: it accepts connections and does not answer.</summary>
    public Task SuspendAsync() => Programs.SignalAsync(_process!.Id, "STOP");

    public Task ResumeAsync() => Programs.SignalAsync(_process!.Id, "CONT");

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => RunAsync("pg_ctl", "promote", "--pgdata", Data, "--wait");

    /// <summary>Copies the data. The server must be stopped.</summary>
    public Task BackUpAsync() => Programs.RunAsync(null, "cp", "-a", Data, Data + ".backup");

    /// <summary>Replaces the data by the copy. The server must be stopped.</summary>
    public async Task RestoreAsync()
    {
        Directory.Delete(Data, recursive: true);
        await Programs.RunAsync(null, "cp", "-a", Data + ".backup", Data);
    }

    /// <summary>Executes statements as the superuser on a connection of their own.</summary>
    /// <returns>The first value of the first row.</returns>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await ResumeAsync();
            await StopAsync("immediate");
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task RunAsync(string program, params string[] arguments) =>
        Programs.RunAsync(User, [PostgreSqlBinaries.PathOf(program), .. arguments]);

    private static async Task<string> CreateFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hipaajwt-postgresql-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await Programs.RunAsync(null, "chown", User, folder);
        }

        return folder;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        try
        {
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string ReadLog() => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "empty";
}
