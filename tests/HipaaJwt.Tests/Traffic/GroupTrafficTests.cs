using HipaaJwt.Traffic.Group;

namespace HipaaJwt.Tests.Traffic;

/// <summary>The laws of the traffic that the page about scaling is simulated with.</summary>
public sealed class GroupTrafficTests
{
    private static readonly HospitalGroup Group = new(Clinicians: 300, Days: 9);
    private static readonly TrafficEvent[] Events = [.. GroupTraffic.Generate(Group)];
    private static readonly TrafficEvent[] Clicks = [.. Events.Where(traffic => traffic.Kind == TrafficKind.Requests)];

    [Fact]
    public void The_same_group_has_the_same_traffic() => GroupTraffic.Generate(Group with { }).Should().Equal(Events);

    [Fact]
    public void Another_seed_gives_other_traffic() =>
        GroupTraffic.Generate(Group with { Seed = 2 }).Take(100).Should().NotEqual(Events.Take(100));

    [Fact]
    public void Fewer_days_are_the_start_of_the_same_traffic() =>
        GroupTraffic.Generate(Group with { Days = 2 }).Should().Equal(Events.Where(traffic => traffic.Time < 2 * HospitalGroup.Day));

    [Fact]
    public void A_quarter_of_the_clinicians_has_the_traffic_that_it_has_in_the_group() =>
        GroupTraffic.Generate(Group, every: 4).Should().Equal(Events.Where(traffic => traffic.Clinician % 4 == 0));

    [Fact]
    public void Events_are_in_the_order_of_time() => Events.Select(traffic => traffic.Time).Should().BeInAscendingOrder();

    [Fact]
    public void Every_request_lies_in_a_shift()
    {
        var rota = new Rota(Group);

        Clicks.Should().OnlyContain(click => IsInShift(rota, click)).And.NotBeEmpty();
    }

    [Fact]
    public void A_click_sends_3_to_8_requests()
    {
        Clicks.Min(click => click.Requests).Should().Be(HospitalGroup.MinRequestsOfClick);
        Clicks.Max(click => click.Requests).Should().Be(HospitalGroup.MaxRequestsOfClick);
    }

    [Fact]
    public void No_token_is_used_before_it_is_issued_or_after_it_expires() =>
        Clicks.Select(click => click.Time - click.IssuedAt).Should().OnlyContain(age => age >= 0 && age < HospitalGroup.TokenLifetime);

    [Fact]
    public void A_token_belongs_to_one_session_and_one_time_of_issuance() =>
        Clicks.GroupBy(click => (click.Clinician, click.Token))
            .Select(token => token.Select(click => (click.Session, click.IssuedAt)).Distinct().Count())
            .Should().OnlyContain(count => count == 1);

    [Fact]
    public void A_session_is_not_used_after_its_logout()
    {
        var logouts = Events.Where(traffic => traffic.Kind == TrafficKind.Logout)
            .ToDictionary(logout => (logout.Clinician, logout.Session), logout => logout.Time);

        logouts.Should().NotBeEmpty();
        Clicks.Where(click => logouts.TryGetValue((click.Clinician, click.Session), out var logout) && click.Time >= logout)
            .Should().BeEmpty();
    }

    [Fact]
    public void No_token_is_issued_to_a_dismissed_account()
    {
        var group = new HospitalGroup(Clinicians: 2_000, Days: 4);
        var events = GroupTraffic.Generate(group).ToArray();
        var dismissals = events.Where(traffic => traffic.Kind == TrafficKind.Dismissal)
            .ToDictionary(dismissal => dismissal.Clinician, dismissal => dismissal.Time);

        dismissals.Should().NotBeEmpty();
        events.Should().OnlyContain(traffic => traffic.IssuedAt <= dismissals.GetValueOrDefault(traffic.Clinician, long.MaxValue));
    }

    private static bool IsInShift(Rota rota, TrafficEvent click)
    {
        var day = (int)(click.Time / HospitalGroup.Day);
        return Enumerable.Range(day - 1, 3)
            .Select(candidate => rota.Find(click.Clinician, candidate))
            .Any(shift => shift is { } found && click.Time >= found.Start && click.Time < found.End);
    }
}
