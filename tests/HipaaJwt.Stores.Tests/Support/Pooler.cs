using System.Diagnostics;

namespace HipaaJwt.Stores.Tests.Support;

/// <summary>PgBouncer in transaction mode in front of a server. The test that starts it skips if PgBouncer is not installed.</summary>
internal sealed class Pooler : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-pgbouncer-").FullName;
    private readonly int _port = Programs.FindFreePort();
    private Process? _process;

    private Pooler()
    {
    }

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_port};Username={PostgreSqlServer.User};Database=postgres;No Reset On Close=true";

    public static async Task<Pooler> StartAsync(PostgreSqlServer server)
    {
        var program = FindPooler();
        SkipIfMissing(program);
        var pooler = new Pooler();
        await pooler.RunAsync(server, program);
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string FindPooler() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists) ?? string.Empty;

    private static void SkipIfMissing(string program)
    {
        const string Remedy = "PgBouncer was not found in PATH. Install the package pgbouncer.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            program.Should().NotBeEmpty(Remedy);
        }

        Assert.SkipWhen(program.Length == 0, Remedy);
    }

    private async Task RunAsync(PostgreSqlServer server, string program)
    {
        var settings = Path.Combine(_folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            postgres = host=127.0.0.1 port={server.Port} user={PostgreSqlServer.User}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 4
            max_client_conn = 1000
            ignore_startup_parameters = extra_float_digits
            """);
        if (Environment.IsPrivilegedProcess)
        {
            await Programs.RunAsync(null, "chown", "-R", PostgreSqlServer.User, _folder);
        }

        var process = _process = Programs.Start(
            PostgreSqlServer.User, ["sh", "-c", "exec \"$0\" -q \"$1\" >>\"$1.log\" 2>&1", program, settings]);
        await Eventually.TrueAsync(
            () =>
            {
                process.HasExited.Should().BeFalse("the pooler must start");
                return Programs.AcceptsConnectionsAsync(_port);
            },
            "the pooler must start");
    }
}
