using HipaaJwt.Tool.Reports.Counting;

namespace HipaaJwt.Tool.Tests.Reports.Counting;

public sealed class TallyTests
{
    [Fact]
    public void Names_beyond_the_limit_are_counted_and_named_and_known_ones_go_on()
    {
        var tally = new Tally<object>(2, "users");

        bool[] found = [.. new[] { "a", "b", "c", "a", "d" }.Select(name => tally.TryGet(name, out _))];

        found.Should().Equal(true, true, false, true, false);
        tally.Limits.Should().Equal("Only the first 2 users are counted. 2 events of others are in no row.");
    }

    [Fact]
    public void A_tally_within_its_limit_names_no_limit()
    {
        var tally = new Tally<object>(1, "users");

        tally.TryGet("a", out _).Should().BeTrue();

        tally.Limits.Should().BeEmpty();
    }

    [Fact]
    public void Pairs_beyond_the_limit_are_named_and_known_ones_are_not_new()
    {
        var pairs = new DistinctPairs(2);

        bool[] isNew = [pairs.Add(1, 7), pairs.Add(1, 7), pairs.Add(2, 7), pairs.Add(1, 7), pairs.Add(3, 7)];

        isNew.Should().Equal(true, false, true, false, false);
        pairs.Limits.Should().Equal("Only the first 2 pairs of a user and a patient are counted. Numbers of patients are lower bounds.");
    }
}
