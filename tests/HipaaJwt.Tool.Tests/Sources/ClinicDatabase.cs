using HipaaJwt.Stores.Tests.Support;
using HipaaJwt.Tool.Tests.Support;
using Npgsql;

namespace HipaaJwt.Tool.Tests.Sources;

/// <summary>The same events in files and in a database, under the same key, and the tool beside them.</summary>
internal sealed class ClinicDatabase : IAsyncDisposable
{
    private readonly string _place;
    private readonly string _schema = $"audit_{Guid.NewGuid():N}";

    private ClinicDatabase(ClinicLog files, string kind, string place)
    {
        Files = files;
        _place = place;
        Options = kind == "sqlite" ? ["--sqlite", place] : ["--connection", place, "--schema", _schema];
        Directory.CreateDirectory(Records);
    }

    public ClinicLog Files { get; }

    /// <summary>The options that name the database.</summary>
    public string[] Options { get; }

    public string Origin { get; private set; } = string.Empty;

    /// <summary>The directory in which the tool records its use of the database.</summary>
    public string Records => Files["records"];

    public static async Task<ClinicDatabase> CreateAsync(string kind, SharedPostgreSqlServer shared, params AuditEvent[] events)
    {
        var place = kind == "sqlite" ? null : (await shared.GetAsync()).ConnectionString;
        var files = await ClinicLog.CreateAsync(events);
        var clinic = new ClinicDatabase(files, kind, place ?? files["audit.db"]);
        await clinic.WriteAsync(events);
        return clinic;
    }

    public async Task WriteAsync(params AuditEvent[] events)
    {
        if (Options[0] == "--sqlite")
        {
            var file = new SqliteAuditLogOptions { Path = _place };
            using var database = new SqliteAuditLogDatabase(file);
            await WriteAsync(database, file, events);
            return;
        }

        await using var source = new NpgsqlSlimDataSourceBuilder(_place).Build();
        var options = new PostgreSqlAuditLogOptions { Schema = _schema, ApplySchema = true };
        await WriteAsync(new PostgreSqlAuditLogDatabase(source, options), options, events);
    }

    /// <summary>Runs a command over the database that records its use.</summary>
    public Task<ToolRun> RunAsync(string command, params string[] arguments) =>
        Files.RunAsync(["audit", command, Records, .. arguments, .. Options]);

    /// <summary>Writes the public key of the tool, which has recorded something, and returns its path.</summary>
    public async Task<string> WriteToolKeyAsync()
    {
        var key = await ToolRun.Of("audit", "keys", "public", Path.Combine(Files.Configuration, "audit-key.pem"));
        await File.WriteAllTextAsync(Files.ToolKey, key.Output);
        return Files.ToolKey;
    }

    public ValueTask DisposeAsync()
    {
        Files.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(IAuditLogDatabase database, AuditLogOptions options, AuditEvent[] events)
    {
        options.Service = "clinic";
        options.SigningKeyFile = Files.KeyFile;
        options.AnchorDirectory = Files.AnchorDirectory;
        await using var log = await DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System);
        Origin = log.Origin;
        foreach (var auditEvent in events)
        {
            await log.WriteAsync(auditEvent);
        }
    }
}
