using HipaaJwt.Sqlite.Stores;
using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>Statements that run in the background or for one subject read no other sessions.</summary>
public sealed class SqliteSessionIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SessionQueries.OfSubject, "hipaa_jwt_session_subject (subject_key=?)")]
    [InlineData(SessionQueries.CurrentOfSubject, "hipaa_jwt_session_subject (subject_key=?)")]
    [InlineData(SessionQueries.Overdue, "hipaa_jwt_session_overdue (<expr><?)")]
    [InlineData(SessionQueries.Ending, "hipaa_jwt_session_ending (ended_at<?)")]
    [InlineData(SessionStatements.DeleteEnded, "hipaa_jwt_session_ended (expires_at<?)")]
    public async Task A_statement_uses_its_index(string statement, string index)
    {
        await (await StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.Database))).DisposeAsync();
        await using var connection = _folder.Connect();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of the package.
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
        foreach (var parameter in (string[])["@subject", "@state", "@now", "@max", "@until"])
        {
            command.Parameters.AddWithValue(parameter, 1L);
        }

        List<string> plan = [];
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            plan.Add(row.GetString(3));
        }

        plan.Should().Contain(step => step.EndsWith(index, StringComparison.Ordinal));
        plan.Should().NotContain(step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE"));
    }
}
