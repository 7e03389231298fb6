namespace HipaaJwt.Tests.Sessions;

/// <summary>The rules of a refresh that all stores share.</summary>
public sealed class SessionAdvanceTests
{
    private const long Counter = 7;

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(Counter, SessionAdvanceOutcome.Advanced)]
    [InlineData(Counter - 1, SessionAdvanceOutcome.Retried)]
    [InlineData(Counter - 2, SessionAdvanceOutcome.Reused)]
    [InlineData(Counter + 1, SessionAdvanceOutcome.Ahead)]
    public void The_number_of_a_token_decides_about_a_live_session(long counter, SessionAdvanceOutcome outcome) =>
        SessionAdvance.Decide(Session(), counter, Window).Should().Be(outcome);

    [Theory]
    [InlineData(10, SessionAdvanceOutcome.Retried)]
    [InlineData(10.001, SessionAdvanceOutcome.Reused)]
    [InlineData(-10, SessionAdvanceOutcome.Retried)]
    [InlineData(-10.001, SessionAdvanceOutcome.Reused)]
    public void The_token_before_is_forgiven_within_the_window_only(double seconds, SessionAdvanceOutcome outcome) =>
        SessionAdvance.Decide(Session() with { AdvancedAt = Now.AddSeconds(-seconds) }, Counter - 1, Window).Should().Be(outcome);

    [Fact]
    public void Without_a_window_nothing_is_forgiven() =>
        SessionAdvance.Decide(Session(), Counter - 1, TimeSpan.Zero).Should().Be(SessionAdvanceOutcome.Reused);

    [Theory]
    [InlineData(1, SessionAdvanceOutcome.Advanced)]
    [InlineData(0, SessionAdvanceOutcome.Expired)]
    [InlineData(-1, SessionAdvanceOutcome.Expired)]
    public void A_session_ends_at_its_absolute_end(int ticks, SessionAdvanceOutcome outcome) =>
        SessionAdvance.Decide(Session() with { ExpiresAt = Now.AddTicks(ticks) }, Counter, Window).Should().Be(outcome);

    [Theory]
    [InlineData(1, SessionAdvanceOutcome.Advanced)]
    [InlineData(0, SessionAdvanceOutcome.Idle)]
    [InlineData(-1, SessionAdvanceOutcome.Idle)]
    public void A_session_ends_when_it_is_idle(int ticks, SessionAdvanceOutcome outcome) =>
        SessionAdvance.Decide(Session() with { IdleAt = Now.AddTicks(ticks) }, Counter, Window).Should().Be(outcome);

    [Theory]
    [InlineData(SessionState.Ending)]
    [InlineData(SessionState.Ended)]
    public void A_session_that_has_ended_stays_ended(SessionState state) =>
        SessionAdvance.Decide(Session() with { State = state }, Counter, Window).Should().Be(SessionAdvanceOutcome.Ended);

    [Fact]
    public void What_is_stored_is_printed_without_its_data()
    {
        var session = Session();
        var entry = new SessionEntry
        {
            Id = session.Id,
            SubjectKey = session.SubjectKey,
            ClientId = session.ClientId,
            Salt = session.Salt,
            Data = session.Data,
            IdleTimeout = Window,
            Lifetime = Window,
        };

        session.ToString().Should().Be($"StoredSession {session.Id} Active");
        entry.ToString().Should().Be($"SessionEntry {session.Id}");
        Key().ToString().Should().Be("StoredSigningKey");
        new SigningKeyEntry
        {
            Purpose = Key().Purpose,
            Slot = Key().Slot,
            KeyId = Key().KeyId,
            Algorithm = Key().Algorithm,
            Data = Key().Data,
            ActivationDelay = Window,
        }.ToString().Should().Be("SigningKeyEntry");
    }

    private static StoredSession Session() => new()
    {
        Id = new Guid("01a217bc-df0c-7f5d-bd3a-d7a0c43bb0f6"),
        SubjectKey = 17,
        ClientId = "clinic-app",
        Salt = new byte[16],
        Data = new byte[32],
        Counter = Counter,
        CreatedAt = Now.AddHours(-1),
        AdvancedAt = Now.AddSeconds(-1),
        TouchedAt = Now.AddSeconds(-1),
        IdleAt = Now.AddMinutes(15),
        ExpiresAt = Now.AddHours(11),
        State = SessionState.Active,
        ReadAt = Now,
    };

    private static StoredSigningKey Key() => new()
    {
        Purpose = "access-token",
        Slot = 1,
        KeyId = "key-1",
        Algorithm = "ES256",
        Data = new byte[32],
        CreatedAt = Now,
        ActivatesAt = Now,
    };
}
