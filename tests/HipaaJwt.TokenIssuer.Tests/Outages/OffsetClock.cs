namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>The clock of a host that is wrong. Its timers are right.</summary>
internal sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
