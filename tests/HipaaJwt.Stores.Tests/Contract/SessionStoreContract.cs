using System.Security.Cryptography;

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What every store of sessions must do, used by one process. The tests set the store's clock.</summary>
public abstract partial class SessionStoreContract : StoreContract
{
    protected static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(15);
    protected static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    protected static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_session_is_read_as_it_was_created()
    {
        var store = await OpenAsync();
        var entry = Entry() with { Confirmation = "jkt:0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" };

        var created = await CreateAsync(store, entry);

        created.Id.Should().Be(entry.Id);
        created.SubjectKey.Should().Be(entry.SubjectKey);
        created.ClientId.Should().Be(entry.ClientId);
        created.Salt.ToArray().Should().Equal(entry.Salt.ToArray());
        created.Confirmation.Should().Be(entry.Confirmation);
        created.Data.ToArray().Should().Equal(entry.Data.ToArray());
        created.Should().BeEquivalentTo(new
        {
            Counter = 0L,
            AdvancedAt = created.CreatedAt,
            TouchedAt = created.CreatedAt,
            IdleAt = created.CreatedAt + IdleTimeout,
            ExpiresAt = created.CreatedAt + Lifetime,
            State = SessionState.Active,
            EndReason = SessionEndReason.None,
            RetriedRefreshes = 0,
            ReadAt = created.CreatedAt,
        });
        Same(await FindAsync(store, entry.Id), created);
    }

    [Fact]
    public async Task A_session_that_does_not_exist_is_found_by_no_operation()
    {
        var store = await OpenAsync();
        await CreateAsync(store);
        var id = Guid.NewGuid();

        (await store.FindAsync(id, CancellationToken.None)).Should().BeNull();
        (await AdvanceAsync(store, id, 0)).Should().Be(new SessionAdvance(SessionAdvanceOutcome.NotFound, null));
        (await store.TouchAsync(id, IdleTimeout, CancellationToken.None)).Should().BeFalse();
        (await store.EndAsync(id, SessionEndReason.Logout, CancellationToken.None)).Should().BeNull();
        (await store.CompleteEndAsync(id, CancellationToken.None)).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    public async Task Data_of_any_permitted_size_is_read_as_it_was_written(int size)
    {
        var store = await OpenAsync();
        var entry = Entry() with { Data = RandomNumberGenerator.GetBytes(size), ClientId = "клиент '\"; --", Salt = new byte[16] };
        await CreateAsync(store, entry);

        var found = await FindAsync(store, entry.Id);
        var advanced = await AdvanceAsync(store, entry.Id, 0);

        found.Data.ToArray().Should().Equal(entry.Data.ToArray());
        found.ClientId.Should().Be(entry.ClientId);
        found.Confirmation.Should().BeNull();
        advanced.Session!.Data.ToArray().Should().Equal(entry.Data.ToArray());
    }

    [Fact]
    public async Task A_second_session_with_the_same_identifier_is_not_created()
    {
        var store = await OpenAsync();
        var first = await CreateAsync(store);

        await store.Awaiting(target => CreateAsync(target, Entry(first.Id, 99))).Should().ThrowAsync<Exception>();

        Same(await FindAsync(store, first.Id), first);
    }

    [Fact]
    public async Task A_long_lifetime_leaves_the_session_readable()
    {
        var store = await OpenAsync();
        var entry = Entry() with { IdleTimeout = TimeSpan.MaxValue, Lifetime = TimeSpan.MaxValue };

        var created = await CreateAsync(store, entry);

        created.ExpiresAt.Year.Should().Be(9999);
        created.IdleAt.Year.Should().Be(9999);
        Same(await FindAsync(store, entry.Id), created);
        (await store.TouchAsync(entry.Id, TimeSpan.MaxValue, CancellationToken.None)).Should().BeTrue();
        (await AdvanceAsync(store, entry.Id, 0, TimeSpan.MaxValue)).Outcome.Should().Be(SessionAdvanceOutcome.Advanced);
        (await AdvanceAsync(store, entry.Id, 0, TimeSpan.FromDays(1))).Outcome.Should().Be(SessionAdvanceOutcome.Retried);
    }

    [Fact]
    public async Task A_list_has_the_sessions_of_the_subject_that_are_not_over_the_newest_first()
    {
        var store = await OpenAsync();
        var sessions = new List<Guid>();
        for (var count = 0; count < 4; count++)
        {
            sessions.Add((await CreateAsync(store)).Id);
            await AdvanceClockAsync(TimeSpan.FromMinutes(1));
        }

        await CreateAsync(store, Entry(subject: UInt128.MaxValue));
        await store.EndAsync(sessions[1], SessionEndReason.Logout, CancellationToken.None);

        (await ListAsync(store)).Should().Equal(sessions[3], sessions[2], sessions[0]);
        (await ListAsync(store, max: 2)).Should().Equal(sessions[3], sessions[2]);
        (await ListAsync(store, subject: 8)).Should().BeEmpty();
        await AdvanceClockAsync(TimeSpan.FromMinutes(11) - Instant);
        (await ListAsync(store)).Should().HaveCount(3);
        await AdvanceClockAsync(Instant);
        (await ListAsync(store)).Should().Equal([sessions[3], sessions[2]], "the first one is idle");
    }

    /// <summary>Adds to the store's clock.</summary>
    protected abstract Task AdvanceClockAsync(TimeSpan time);

    protected static SessionEntry Entry(Guid? id = null, UInt128? subject = null) => new()
    {
        Id = id ?? Guid.NewGuid(),
        SubjectKey = subject ?? 7,
        ClientId = "clinic-web",
        Salt = RandomNumberGenerator.GetBytes(16),
        Data = RandomNumberGenerator.GetBytes(200),
        IdleTimeout = IdleTimeout,
        Lifetime = Lifetime,
    };

    protected static async Task<StoredSession> CreateAsync(ISessionStore store, SessionEntry? entry = null) =>
        await store.CreateAsync(entry ?? Entry(), CancellationToken.None);

    protected static async Task<StoredSession> FindAsync(ISessionStore store, Guid id) =>
        (await store.FindAsync(id, CancellationToken.None))!;

    protected static async Task<SessionAdvance> AdvanceAsync(ISessionStore store, Guid id, long counter, TimeSpan? window = null) =>
        await store.AdvanceAsync(id, counter, window ?? RetryWindow, CancellationToken.None);

    /// <summary>Compares all but the time of the read and the bytes, which are compared elsewhere.</summary>
    protected static void Same(StoredSession session, StoredSession expected) => session.Should().BeEquivalentTo(
        expected, options => options.ComparingByMembers<StoredSession>().Excluding(one => one.ReadAt)
            .Using<ReadOnlyMemory<byte>>(bytes => bytes.Subject.ToArray().Should().Equal(bytes.Expectation.ToArray()))
            .WhenTypeIs<ReadOnlyMemory<byte>>());

    protected async Task<ISessionStore> OpenAsync() => (await StartProcessAsync()).Sessions;

    private static async Task<IEnumerable<Guid>> ListAsync(ISessionStore store, UInt128? subject = null, int max = 100) =>
        (await store.ListAsync(subject ?? 7, max, CancellationToken.None)).Select(session => session.Id);
}
