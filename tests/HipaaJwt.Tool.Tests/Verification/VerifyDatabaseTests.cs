using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Tool.Tests.Verification;

public sealed class VerifyDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => Path.Combine(_folder.Path, "audit.db");

    private string PublicKey => Path.Combine(_folder.Path, "audit.vkey");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_in_SQLite_is_valid_and_a_changed_event_has_exit_code_1_and_is_named()
    {
        await WriteAsync();

        var run = await ToolRun.Of("audit", "verify", "--sqlite", Database, "--key", PublicKey, "--json");
        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Json["streams"]![0]!["events"]!.GetValue<long>().Should().Be(3);

        await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE hipaa_jwt_audit_event SET json = replace(json, 'dr-1', 'dr-2')";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var changed = await ToolRun.Of("audit", "verify", "--sqlite", Database, "--key", PublicKey);
        changed.Code.Should().Be(ExitCode.Invalid, changed.Output + changed.Error);
        changed.Output.Should().Contain("INVALID").And.Contain("LeafMismatch").And.Contain("Record 1 ");
    }

    [Theory]
    [InlineData("--sqlite", "/nowhere/audit.db", ExitCode.NotFound, "does not exist")]
    [InlineData("--connection", "Hots=db", ExitCode.Usage, "not a connection string")]
    [InlineData("--connection", "Host=127.0.0.1;Port=1;Timeout=2", ExitCode.NotFound, "cannot be read")]
    public async Task A_database_that_cannot_be_read_has_an_exit_code_and_a_reason(
        string option, string value, object code, string reason)
    {
        await WriteAsync();

        var run = await ToolRun.Of("audit", "verify", option, value, "--key", PublicKey);

        run.Code.Should().Be((ExitCode)code);
        run.Error.Should().Contain(reason);
    }

    [Fact]
    public async Task Two_logs_or_none_are_a_wrong_command_line()
    {
        await WriteAsync();

        (await ToolRun.Of("audit", "verify", "--key", PublicKey)).Code.Should().Be(ExitCode.Usage);
        (await ToolRun.Of("audit", "verify", _folder.Path, "--sqlite", Database, "--key", PublicKey)).Code.Should().Be(ExitCode.Usage);
    }

    private async Task WriteAsync()
    {
        using var key = AuditLogSigningKey.Create();
        var keyFile = Path.Combine(_folder.Path, "audit.key");
        await File.WriteAllTextAsync(keyFile, key.ToPem(), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var options = new SqliteAuditLogOptions { Path = Database, SigningKeyFile = keyFile };
        using var database = new SqliteAuditLogDatabase(options);
        await using var log = await DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System);
        await log.WriteAsync(
            new AuditEvent { Type = AuditEventType.AccessGranted, Subject = "dr-1" }, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PublicKey, key.VerifierKey.ToString(log.Origin), TestContext.Current.CancellationToken);
    }
}
