using HipaaJwt.Auditing;

namespace HipaaJwt.Tests.Auditing;

public sealed class EventIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly EventIds _ids = new();

    /// <summary>RFC 9562, section 5.7: 48 bits of milliseconds, four of the version, and two of the variant.</summary>
    [Fact]
    public void An_identifier_is_a_UUID_of_version_7_that_tells_the_time()
    {
        var id = _ids.Next(Now.AddMilliseconds(7));

        id.Version.Should().Be(7);
        (id.Variant >> 2).Should().Be(0b10);
        Convert.ToInt64(id.ToString("N")[..12], 16).Should().Be(Now.AddMilliseconds(7).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Identifiers_of_one_moment_sort_in_the_order_in_which_they_were_made()
    {
        string[] ids = [.. Enumerable.Range(0, 10_000).Select(_ => _ids.Next(Now).ToString())];

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Callers_at_one_time_never_get_the_same_one()
    {
        var ids = new Guid[40_000];

        Parallel.For(0, ids.Length, i => ids[i] = _ids.Next(Now));

        ids.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Two_instances_do_not_make_the_same_ones()
    {
        var others = new EventIds();

        Enumerable.Range(0, 1000).Select(_ => _ids.Next(Now)).Should().NotIntersectWith(Enumerable.Range(0, 1000).Select(_ => others.Next(Now)));
    }
}
