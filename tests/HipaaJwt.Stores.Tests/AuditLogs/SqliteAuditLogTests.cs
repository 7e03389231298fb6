using HipaaJwt.Stores.Tests.Sqlite;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Stores.Tests.AuditLogs;

public sealed class SqliteAuditLogTests : DatabaseAuditLogContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteAuditLogDatabase> _databases = [];

    protected override string EmptyBytes => "x''";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _databases.ForEach(database => database.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_of_the_stores_stops_the_start()
    {
        _folder.ExecuteScript("0001-revocations-and-replay.sql");

        await FluentActions.Awaiting(() => OpenAsync()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*SqliteAuditLogOptions.Path*other tables*");
    }

    [Theory]
    [InlineData("")]
    [InlineData(":memory:")]
    public void A_path_that_names_no_file_stops_the_start(string path) =>
        FluentActions.Invoking(() => new SqliteAuditLogDatabase(new SqliteAuditLogOptions { Path = path }))
            .Should().Throw<OptionsValidationException>().WithMessage("*SqliteAuditLogOptions.Path*file*");

    [Fact]
    public async Task A_deleted_file_stops_the_log()
    {
        await using var log = await OpenAsync();
        await WriteAsync(log, "before");

        File.Delete(_folder.Database);

        await log.Awaiting(target => WriteAsync(target, "next")).Should().ThrowAsync<AuditLogUnavailableException>();
        log.Status.Should().Be(AuditLogStatus.Contradicted);
    }

    protected override AuditLogOptions CreateOptions() => new SqliteAuditLogOptions { Path = _folder.Database };

    protected override IAuditLogDatabase Connect()
    {
        var database = new SqliteAuditLogDatabase(new SqliteAuditLogOptions { Path = _folder.Database });
        _databases.Add(database);
        return database;
    }

    protected override Task<object?> ExecuteAsync(string sql) => Task.FromResult(_folder.Execute(
        sql.Replace("{", "hipaa_jwt_audit_", StringComparison.Ordinal).Replace("}", string.Empty, StringComparison.Ordinal)));
}
