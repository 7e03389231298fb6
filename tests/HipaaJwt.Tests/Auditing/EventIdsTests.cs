using HipaaJwt.Auditing;

namespace HipaaJwt.Tests.Auditing;

public sealed class EventIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly EventIds _ids = new();

    /// <summary>RFC 9562 section 5.7: 48 bits of milliseconds, 4 bits of the version, and 2 bits of the variant.</summary>
    [Fact]
    public void An_id_is_a_UUID_of_version_7_that_contains_the_time()
    {
        var id = _ids.Next(Now.AddMilliseconds(7));

        id.Version.Should().Be(7);
        (id.Variant >> 2).Should().Be(0b10);
        Convert.ToInt64(id.ToString("N")[..12], 16).Should().Be(Now.AddMilliseconds(7).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Ids_of_one_millisecond_sort_in_the_order_of_their_creation()
    {
        string[] ids = [.. Enumerable.Range(0, 10_000).Select(_ => _ids.Next(Now).ToString())];

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Ids_sort_in_the_order_of_their_creation_although_the_clock_goes_back()
    {
        double[] milliseconds = [0, 5, 4.9, -3_600_000, -3_600_000, 6, -1, 86_400_000, 7, 7];

        string[] ids = [.. milliseconds.Select(offset => _ids.Next(Now.AddMilliseconds(offset)).ToString())];

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void An_id_of_a_clock_that_went_back_contains_the_latest_time()
    {
        _ids.Next(Now);

        Convert.ToInt64(_ids.Next(Now.AddHours(-1)).ToString("N")[..12], 16).Should().Be(Now.ToUnixTimeMilliseconds());
        Convert.ToInt64(_ids.Next(Now.AddMilliseconds(1)).ToString("N")[..12], 16).Should().Be(Now.ToUnixTimeMilliseconds() + 1);
    }

    [Fact]
    public void Concurrent_callers_with_different_clocks_receive_ids_in_the_order_of_their_calls()
    {
        Parallel.For(0, 8, caller =>
        {
            string[] ids = [.. Enumerable.Range(0, 5_000).Select(i => _ids.Next(Now.AddMilliseconds((caller * i) % 7)).ToString())];
            ids.Should().BeInAscendingOrder(StringComparer.Ordinal);
        });
    }

    [Fact]
    public void Concurrent_callers_never_never_receive_the_same_id()
    {
        var ids = new Guid[40_000];

        Parallel.For(0, ids.Length, i => ids[i] = _ids.Next(Now));

        ids.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Two_instances_do_not_create_the_same_ids()
    {
        var others = new EventIds();

        Enumerable.Range(0, 1000).Select(_ => _ids.Next(Now))
            .Should().NotIntersectWith(Enumerable.Range(0, 1000).Select(_ => others.Next(Now)));
    }
}
