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
    public void Concurrent_callers_never_receive_the_same_id()
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
