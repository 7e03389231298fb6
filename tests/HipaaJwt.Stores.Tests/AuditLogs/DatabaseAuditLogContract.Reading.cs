using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>What readers, proofs and tiles of an audit log in a database promise.</summary>
public abstract partial class DatabaseAuditLogContract
{
    /// <summary>More than a page of a reader in each of three runs, with a checkpoint at the end of each.</summary>
    private const int EventsPerRun = 1_100;

    private const int Size = 3 * (EventsPerRun + 2);

    [Fact]
    public async Task A_reader_finds_all_events_in_their_order_and_those_that_a_query_selects()
    {
        await WriteRunsAsync();
        var reader = new AuditLogReader();

        var all = await reader.ReadAsync(Connect(), new AuditLogQuery(), Cancellation).ToListAsync(Cancellation);
        var one = await reader.ReadAsync(Connect(), new AuditLogQuery { Subject = "2-7" }, Cancellation).ToListAsync(Cancellation);
        var none = await reader.ReadAsync(Connect(), new AuditLogQuery { Origin = "clinic/other" }, Cancellation)
            .ToListAsync(Cancellation);

        all.Select(entry => entry.Index).Should().Equal(Enumerable.Range(0, Size).Select(index => (long)index));
        all.Should().OnlyContain(entry => entry.Event != null && entry.Origin == all[0].Origin);
        one.Should().ContainSingle().Which.Event!.Subject.Should().Be("2-7");
        none.Should().BeEmpty();
    }

    [Fact]
    public async Task A_reader_skips_what_was_deleted_and_marks_what_was_overwritten()
    {
        await WriteTenAsync();
        await ExecuteAsync("DELETE FROM {event} WHERE n = 3");
        await ExecuteAsync("UPDATE {event} SET json = '-----' WHERE n = 4");

        var entries = await new AuditLogReader().ReadAsync(Connect(), new AuditLogQuery(), Cancellation).ToListAsync(Cancellation);

        entries.Select(entry => entry.Index).Should().Equal(0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11);
        entries.Where(entry => entry.IsRedacted).Select(entry => entry.Index).Should().Equal(4);
    }

    [Fact]
    public async Task A_database_without_a_log_has_no_events_proofs_and_tiles()
    {
        await Connect().OpenAsync(Cancellation);

        (await new AuditLogReader().ReadAsync(Connect(), new AuditLogQuery(), Cancellation).ToListAsync(Cancellation)).Should().BeEmpty();
        (await AuditLogProver.ProveAsync(Connect(), "clinic/1", 0, Cancellation)).Problem!.Code
            .Should().Be(AuditLogProblemCode.StreamMissing);
        (await AuditLogTiles.ExportAsync(Connect(), "clinic/1", "unused", Cancellation)).Problem!.Code
            .Should().Be(AuditLogProblemCode.StreamMissing);
    }

    [Fact]
    public async Task A_stream_reader_reads_what_the_newest_checkpoint_covers_in_batches_and_continues()
    {
        await WriteTenAsync();
        var origin = (await AuditLogStreamReader.FindOriginsAsync(Connect(), Cancellation)).Should().ContainSingle().Subject;
        var newest = (await Connect().ReadStateAsync(Cancellation))!.Checkpoint!;
        await ExecuteAsync("DELETE FROM {checkpoint} WHERE size > 0");
        var reader = new AuditLogStreamReader(Connect(), origin, first: 0);

        reader.FindFirst().Should().Be(0);
        (await ReadAllAsync(reader)).Should().BeEmpty("no checkpoint covers an event");
        await Connect().AddCheckpointAsync(newest, Cancellation);
        (await ReadAllAsync(reader)).Should().Equal(Enumerable.Range(0, 12).Select(index => (long)index));
        await WriteTenAsync();
        (await ReadAllAsync(reader)).Should().Equal(Enumerable.Range(12, 12).Select(index => (long)index));
#pragma warning disable CA1849 // The method that blocks is tested too.
        new AuditLogStreamReader(Connect(), origin, first: 7).Read(1).Should().ContainSingle().Which.Index.Should().Be(7);
#pragma warning restore CA1849
    }

    [Fact]
    public async Task A_stream_reader_never_skips_records_and_refuses_another_log()
    {
        await WriteTenAsync();
        var origin = (await AuditLogStreamReader.FindOriginsAsync(Connect(), Cancellation))[0];
        await ExecuteAsync("DELETE FROM {event} WHERE n = 3");

        await IsDamagedAsync(new AuditLogStreamReader(Connect(), origin, first: 2), "Record 3 *is missing.*");
        await IsDamagedAsync(new AuditLogStreamReader(Connect(), origin, first: 13), "Record 13 *covers 12 records only.*");
        await IsDamagedAsync(new AuditLogStreamReader(Connect(), "clinic/other", first: 0), "*clinic/other is not in*");
        await ExecuteAsync("UPDATE {checkpoint} SET note = 'x' WHERE size = 12");
        await IsDamagedAsync(new AuditLogStreamReader(Connect(), origin, first: 4), "The newest checkpoint in *");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_000)]
    public async Task A_follower_reads_the_last_events_and_then_new_ones(int last)
    {
        await WriteRunsAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var query = new AuditLogQuery { Type = AuditEventType.AccessGranted };
        var entries = new AuditLogReader().FollowAsync(Connect(), query, last, end.Token).GetAsyncEnumerator(end.Token);
        await using var owner = entries;
        List<string?> subjects = [];
        for (var count = 0; count < last; count++)
        {
            (await entries.MoveNextAsync()).Should().BeTrue();
            subjects.Add(entries.Current.Event!.Subject);
        }

        var next = entries.MoveNextAsync().AsTask();
        await using (var log = await OpenAsync())
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    // A follower that reads no last events may begin behind the first one.
                    await WriteAsync(log, "new");
                    return next.IsCompleted;
                },
                "the follower must find a new event");
        }

        (await next).Should().BeTrue();
        subjects.Should().Equal(Subjects().TakeLast(last));
        entries.Current.Event!.Subject.Should().Be("new");
    }

    [Fact]
    public async Task A_proof_of_each_event_is_valid_and_reads_few_events()
    {
        var origin = await WriteRunsAsync();

        foreach (var index in (long[])[0, 1, 1_023, 1_101, 1_102, 2_047, 2_048, Size - 1])
        {
            var database = new CountingDatabase(Connect());

            var proved = await AuditLogProver.ProveAsync(database, origin, index, Cancellation);

            proved.IsProved.Should().BeTrue($"{index}: {proved.Problem?.Message}");
            proved.Proof!.Verify(_key.Verifier, proved.Entry!.Json.Span).Should().BeTrue();
            proved.Proof.Verify(_key.Verifier, "{}"u8).Should().BeFalse();
            AuditLogProof.TryParse(proved.Proof.ToString(), out _).Should().BeTrue();
            database.RowsRead.Should().BeLessThan(Size * 3 / 4, "checkpoints contain the hashes of what is before them");
        }

        foreach (var index in (long[])[-1, Size])
        {
            (await AuditLogProver.ProveAsync(Connect(), origin, index, Cancellation)).Problem!.Code
                .Should().Be(AuditLogProblemCode.RecordNotFound);
        }
    }

    [Theory]
    [InlineData("UPDATE {event} SET json = replace(json, 'user-3', 'user-4') WHERE n = 3")]
    [InlineData("UPDATE {event} SET leaf = (SELECT leaf FROM {event} WHERE n = 5) WHERE n = 2")]
    [InlineData("DELETE FROM {event} WHERE n = 2")]
    public async Task A_changed_event_has_neither_a_proof_nor_a_checkpoint_of_its_tiles(string change)
    {
        await WriteTenAsync();
        var origin = (await Connect().ReadStateAsync(Cancellation))!.Head.Origin;
        await ExecuteAsync(change);
        var target = Directory.CreateTempSubdirectory("hipaajwt-tiles-").FullName;

        var proved = await AuditLogProver.ProveAsync(Connect(), origin, 3, Cancellation);
        var tiles = await AuditLogTiles.ExportAsync(Connect(), origin, target, Cancellation);

        proved.Problem!.Code.Should().Be(AuditLogProblemCode.RootMismatch);
        if (!change.Contains("SET leaf", StringComparison.Ordinal))
        {
            // Tiles are made of the records, so a changed hash beside an unchanged record does not matter.
            tiles.Problem!.Code.Should().Be(AuditLogProblemCode.RootMismatch);
        }

        File.Exists(Path.Combine(target, "checkpoint")).Should().Be(tiles.Problem is null);
        Directory.Delete(target, recursive: true);
    }

    [Fact]
    public async Task Tiles_contain_all_records()
    {
        var origin = await WriteRunsAsync();
        var target = Directory.CreateTempSubdirectory("hipaajwt-tiles-").FullName;

        var tiles = await AuditLogTiles.ExportAsync(Connect(), origin, target, Cancellation);

        tiles.Problem.Should().BeNull();
        (tiles.Size, tiles.Bundles, tiles.RedactedBundles).Should().Be((Size, (Size + 255) / 256, 0));
        (await File.ReadAllTextAsync(Path.Combine(target, "tile", "entries", "000"), Cancellation)).Should().Contain("\"subject\":\"0-0\"");
        Directory.Delete(target, recursive: true);
    }

    private static IEnumerable<string> Subjects() =>
        from run in Enumerable.Range(0, 3) from number in Enumerable.Range(0, EventsPerRun) select $"{run}-{number}";

    /// <summary>Writes events in three runs, each of which ends with a checkpoint.</summary>
    private async Task<string> WriteRunsAsync()
    {
        var origin = string.Empty;
        foreach (var run in Subjects().GroupBy(subject => subject[0]))
        {
            await using var log = await OpenAsync();
            origin = log.Origin;
            await Task.WhenAll(run.Select(subject => WriteAsync(log, subject)));
        }

        return origin;
    }

    private static async Task<List<long>> ReadAllAsync(AuditLogStreamReader reader)
    {
        List<long> indexes = [];
        while (await reader.ReadAsync(4, Cancellation) is { Count: > 0 } batch)
        {
            indexes.AddRange(batch.Select(entry => entry.Index));
        }

        return indexes;
    }

    private static async Task IsDamagedAsync(AuditLogStreamReader reader, string message) =>
        await reader.Awaiting(target => target.ReadAsync(4, Cancellation)).Should().ThrowAsync<AuditLogDamagedException>()
            .WithMessage(message);
}
