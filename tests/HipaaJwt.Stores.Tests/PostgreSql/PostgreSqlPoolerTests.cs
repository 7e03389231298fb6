using System.Diagnostics;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>The contract holds behind PgBouncer in transaction mode, where each transaction may use another connection.</summary>
public sealed class PostgreSqlPoolerTests(SharedPostgreSqlServer shared) : SharedRevocationStoreContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-pgbouncer-").FullName;
    private readonly int _port = Programs.FindFreePort();
    private Process? _pooler;

    public override async ValueTask InitializeAsync()
    {
        var server = await shared.GetAsync();
        _pooler = await StartAsync(server);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_pooler is not null)
        {
            _pooler.Kill();
            await _pooler.WaitForExitAsync();
            _pooler.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Used_tokens_are_stored_behind_a_pooler()
    {
        var process = await StartProcessAsync();
        var entry = new ReplayEntry
        {
            Key = new string('A', 43),
            Owner = new string('B', 43),
            ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
        };

        var results = await Concurrently.RunAsync(16, _ => process.Replay.TryAddAsync(entry, CancellationToken.None));

        results.Count(result => result == ReplayResult.FirstUse).Should().Be(1);
        results.Count(result => result == ReplayResult.UsedBefore).Should().Be(15);
    }

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(
        builder,
        $"Host=127.0.0.1;Port={_port};Username={PostgreSqlServer.User};Database=postgres;No Reset On Close=true",
        _schema,
        options => options.UseNotifications = false);

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

    private async Task<Process> StartAsync(PostgreSqlServer server)
    {
        var program = FindPooler();
        SkipIfMissing(program);
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

        var pooler = Programs.Start(PostgreSqlServer.User, ["sh", "-c", "exec \"$0\" -q \"$1\" >>\"$1.log\" 2>&1", program, settings]);
        await Eventually.TrueAsync(
            () =>
            {
                pooler.HasExited.Should().BeFalse("the pooler must start");
                return Programs.AcceptsConnectionsAsync(_port);
            },
            "the pooler must start");
        return pooler;
    }
}
