using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>What each audit log in a database promises.</summary>
public abstract partial class DatabaseAuditLogContract : IAsyncLifetime
{
    private readonly AuditKey _key = new();
    private readonly MemoryAnchor _anchor = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _key.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Creates the options of this database.</summary>
    protected abstract AuditLogOptions CreateOptions();

    /// <summary>Connects to the database, as a process of its own does.</summary>
    protected abstract IAuditLogDatabase Connect();

    /// <summary>Runs statements as an administrator. Tables are named head, event and checkpoint in braces.</summary>
    protected abstract Task<object?> ExecuteAsync(string sql);

    [Fact]
    public async Task Events_are_in_the_log_in_their_order_with_the_start_and_the_stop_and_verify_against_the_anchor()
    {
        await using (var log = await OpenAsync())
        {
            await WriteAsync(log, "first");
            await WriteAsync(log, "second");
            log.Status.Should().Be(AuditLogStatus.Writing);
        }

        (await RecordsAsync()).Select(record => (record.Type, record.Subject)).Should().Equal(
            (AuditEventType.AuditLogStarted, null),
            (AuditEventType.AccessGranted, "first"),
            (AuditEventType.AccessGranted, "second"),
            (AuditEventType.AuditLogStopped, null));
        var stream = (await VerifyAsync()).Streams.Should().ContainSingle().Subject;
        stream.Verdict.Should().Be(AuditLogVerdict.Valid, stream.Problem?.Message);
        (stream.Events, stream.Anchors).Should().Be((4, 1));
    }

    [Fact]
    public async Task Several_processes_write_one_stream_in_one_total_order_and_share_an_anchor()
    {
        const int Processes = 3;
        const int Events = 200;
        var logs = new List<DatabaseAuditLog>();
        for (var process = 0; process < Processes; process++)
        {
            logs.Add(await OpenAsync());
        }

        await Task.WhenAll(logs.SelectMany((log, process) => Enumerable.Range(0, Events)
            .Select(number => WriteAsync(log, $"{process}-{number}"))));
        logs.Select(log => log.Origin).Distinct().Should().ContainSingle();
        foreach (var log in logs)
        {
            log.Status.Should().Be(AuditLogStatus.Writing);
            await log.DisposeAsync();
        }

        (await RecordsAsync()).Where(record => record.Subject is not null).Select(record => record.Subject)
            .Should().BeEquivalentTo(
                from process in Enumerable.Range(0, Processes) from number in Enumerable.Range(0, Events) select $"{process}-{number}");
        var verification = await VerifyAsync();
        verification.Verdict.Should().Be(AuditLogVerdict.Valid, verification.Streams[0].Problem?.Message);
    }

    [Fact]
    public async Task A_log_is_continued_after_a_restart()
    {
        string origin;
        await using (var log = await OpenAsync())
        {
            await WriteAsync(log, "before");
            origin = log.Origin;
        }

        await using var again = await OpenAsync();
        await WriteAsync(again, "after");

        again.Origin.Should().Be(origin);
        again.Count.Should().Be(5);
        (await VerifyAsync()).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_repeated_write_of_an_event_changes_nothing_and_another_event_with_its_identifier_is_rejected()
    {
        await using var log = await OpenAsync();
        var repeated = Event("same") with { Id = Guid.NewGuid(), Time = TimeProvider.System.GetUtcNow() };
        await Task.WhenAll(log.WriteAsync(repeated, Cancellation).AsTask(), log.WriteAsync(repeated, Cancellation).AsTask());

        await log.WriteAsync(repeated, Cancellation);

        log.Count.Should().Be(2);
        await log.Awaiting(target => target.WriteAsync(repeated with { Subject = "else" }, Cancellation).AsTask())
            .Should().ThrowAsync<AuditLogUnavailableException>().WithMessage("*another event with this identifier*");
        log.Count.Should().Be(2);
        await WriteAsync(log, "next");
    }

    [Fact]
    public async Task Another_key_than_that_of_the_log_stops_the_start()
    {
        await (await OpenAsync()).DisposeAsync();
        using var other = new AuditKey();

        await FluentActions.Awaiting(() => OpenAsync(options => options.SigningKeyFile = other.Path))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*SigningKeyFile*is not that of the audit log*");
    }

    [Theory]
    [InlineData(null, "*SigningKeyFile is empty*audit keys new*")]
    [InlineData("/nowhere/audit.key", "*SigningKeyFile*does not exist*audit keys new*")]
    public async Task A_missing_key_stops_the_start(string? file, string message) =>
        await FluentActions.Awaiting(() => OpenAsync(options => options.SigningKeyFile = file))
            .Should().ThrowAsync<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData("UPDATE {event} SET json = replace(json, 'user-7', 'user-8') WHERE n = 7", AuditLogProblemCode.LeafMismatch, 7)]
    [InlineData("DELETE FROM {event} WHERE n = 7", AuditLogProblemCode.IndexMismatch, 7)]
    [InlineData("UPDATE {event} SET n = -1 WHERE n = 6; UPDATE {event} SET n = 6 WHERE n = 7; UPDATE {event} SET n = 7 WHERE n = -1",
        AuditLogProblemCode.RootMismatch, null)]
    [InlineData("DELETE FROM {event} WHERE n > 7", AuditLogProblemCode.Truncated, 8)]
    [InlineData("DELETE FROM {event} WHERE n > 7; DELETE FROM {checkpoint} WHERE size > 8", AuditLogProblemCode.AnchorTruncated, 8)]
    [InlineData("UPDATE {event} SET leaf = (SELECT leaf FROM {event} WHERE n = 3) WHERE n = 7", AuditLogProblemCode.LeafMismatch, 7)]
    [InlineData("UPDATE {checkpoint} SET note = replace(note, 'clinic', 'clinix')", AuditLogProblemCode.CheckpointMalformed, null)]
    [InlineData("DELETE FROM {checkpoint}", AuditLogProblemCode.CheckpointMissing, null)]
    [InlineData("UPDATE {head} SET frontier = (SELECT leaf FROM {event} WHERE n = 1)", AuditLogProblemCode.FrontierMismatch, null)]
    public async Task A_change_of_the_tables_is_found_by_the_verifier(
        string sql, AuditLogProblemCode code, int? index)
    {
        await WriteTenAsync();

        await ExecuteAsync(sql);

        var problem = (await VerifyAsync()).Streams.Should().ContainSingle().Subject.Problem;
        problem.Should().NotBeNull();
        (problem!.Code, index is null ? null : problem.Index).Should().Be((code, index), problem.Message);
    }

    [Fact]
    public async Task A_log_that_was_written_anew_with_the_stolen_key_contradicts_the_anchor()
    {
        await WriteTenAsync();
        await ExecuteAsync("DELETE FROM {event}; DELETE FROM {checkpoint}; UPDATE {head} SET size = 0, frontier = " + EmptyBytes);
        await using (var forged = await OpenAsync(options => options.Anchors.Clear()))
        {
            for (var number = 0; number < 20; number++)
            {
                await WriteAsync(forged, $"forged-{number}");
            }
        }

        var verification = await VerifyAsync();

        verification.Verdict.Should().Be(AuditLogVerdict.Invalid);
        verification.Streams[0].Problem!.Code.Should().Be(AuditLogProblemCode.AnchorMismatch);
        await FluentActions.Awaiting(() => OpenAsync()).Should().ThrowAsync<AuditLogDamagedException>().WithMessage("*anchor*");
    }

    [Theory]
    [InlineData("DELETE FROM {event} WHERE n > 7; DELETE FROM {checkpoint} WHERE size > 8;"
        + "UPDATE {head} SET size = 8, frontier = (SELECT leaf FROM {event} WHERE n = 1)")]
    [InlineData("UPDATE {head} SET frontier = (SELECT frontier FROM {checkpoint} WHERE size = 0)")]
    [InlineData("DELETE FROM {head}")]
    public async Task A_log_that_loses_events_while_it_is_open_accepts_no_more(string sql)
    {
        await using var log = await OpenAsync();
        for (var number = 0; number < 16; number++)
        {
            await WriteAsync(log, $"user-{number}");
        }

        await ExecuteAsync(sql);

        await log.Awaiting(target => WriteAsync(target, "next")).Should().ThrowAsync<AuditLogUnavailableException>();
        log.Status.Should().Be(AuditLogStatus.Contradicted);
        await log.Awaiting(target => WriteAsync(target, "later")).Should().ThrowAsync<AuditLogUnavailableException>();
    }

    [Fact]
    public async Task A_process_does_not_sign_events_that_somebody_has_changed_before_the_checkpoint()
    {
        await using (var log = await OpenAsync(options => options.CheckpointInterval = TimeSpan.FromMinutes(10)))
        {
            await WriteAsync(log, "before");
            await ExecuteAsync("UPDATE {event} SET leaf = (SELECT leaf FROM {event} WHERE n = 0) WHERE n = 1");
        }

        (await Connect().ReadCheckpointsAsync(1, 10, Cancellation)).Should().BeEmpty("the close does not sign them either");
        _anchor.Newest.Size.Should().Be(0);
    }

    [Theory]
    [InlineData("DELETE FROM {event} WHERE n = (SELECT max(n) FROM {event})", "*head*")]
    [InlineData("UPDATE {head} SET size = size - 1", "*")]
    [InlineData("DELETE FROM {checkpoint}", "*no checkpoint*")]
    public async Task A_damaged_end_stops_the_start(string sql, string message)
    {
        await WriteTenAsync();
        await ExecuteAsync(sql);

        await FluentActions.Awaiting(() => OpenAsync(options => options.Anchors.Clear()))
            .Should().ThrowAsync<AuditLogDamagedException>().WithMessage(message);
    }

    [Fact]
    public async Task Records_of_patients_are_written_under_pseudonyms_if_there_are_keys()
    {
        await using (var log = await OpenAsync(options => options.PseudonymKeys.Add(new byte[32])))
        {
            await log.WriteAsync(Event("a") with { Patient = "p-7" }, Cancellation);
        }

        (await RecordsAsync())[1].Patient.Should().StartWith("hmac:");
    }

    [Fact]
    public async Task Without_a_trusted_key_or_a_log_nothing_is_verified()
    {
        (await new AuditLogVerifier(new AuditLogVerificationOptions()).VerifyAsync(Connect(), null, Cancellation))
            .Verdict.Should().Be(AuditLogVerdict.NothingChecked);
        await (await OpenAsync()).DisposeAsync();
        using var other = new AuditKey();

        var verification = await new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { other.Verifier } })
            .VerifyAsync(Connect(), null, Cancellation);

        verification.Streams[0].Problem!.Code.Should().Be(AuditLogProblemCode.VerifierKeyMismatch);
        verification.IsValid.Should().BeFalse();
    }

    /// <summary>The text of no bytes in the dialect of the database.</summary>
    protected abstract string EmptyBytes { get; }

    protected static AuditEvent Event(string subject) => new() { Type = AuditEventType.AccessGranted, Subject = subject };

    protected static Task WriteAsync(DatabaseAuditLog log, string subject) =>
        log.WriteAsync(Event(subject), CancellationToken.None).AsTask();

    protected Task<DatabaseAuditLog> OpenAsync(Action<AuditLogOptions>? configure = null)
    {
        var options = CreateOptions();
        options.Service = "clinic";
        options.SigningKeyFile = _key.Path;
        options.CheckpointInterval = TimeSpan.FromMilliseconds(100);
        options.Anchors.Add(_anchor);
        configure?.Invoke(options);
        return DatabaseAuditLog.OpenAsync(Connect(), options, TimeProvider.System, null, Cancellation);
    }

    protected Task<AuditLogVerification> VerifyAsync()
    {
        var options = new AuditLogVerificationOptions { Keys = { _key.Verifier }, Anchors = { _anchor.Newest } };
        return new AuditLogVerifier(options).VerifyAsync(Connect(), null, Cancellation);
    }

    private async Task WriteTenAsync()
    {
        await using var log = await OpenAsync();
        for (var number = 1; number <= 10; number++)
        {
            await WriteAsync(log, $"user-{number}");
        }
    }

    private async Task<List<Stored>> RecordsAsync() =>
    [
        .. (await Connect().ReadEventsAsync(0, 10_000, withRecords: true, Cancellation)).Select(row =>
        {
            using var json = System.Text.Json.JsonDocument.Parse(row.Json);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            return new Stored(Enum.Parse<AuditEventType>(Text("type")!), Text("subject"), Text("patient"));
        }),
    ];

    private sealed record Stored(AuditEventType Type, string? Subject, string? Patient);
}
