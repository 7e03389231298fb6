using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Permissions;

public sealed class PermissionSetTests
{
    [Fact]
    public void Contains_allocates_nothing()
    {
        var (set, known) = SetOf(300, 299);
        Permission unknown = "unknown";
        var count = 0;

        Allocation.Of(() => count += (set.Contains(known) ? 1 : 0) + (set.Contains(unknown) ? 1 : 0)).Should().Be(0);

        count.Should().BePositive();
    }

    [Fact]
    public void The_default_set_is_empty()
    {
        var set = default(PermissionSet);

        set.Count.Should().Be(0);
        set.Should().BeEmpty();
        set.Contains("chart:read").Should().BeFalse();
        set.ToString().Should().BeEmpty();
        set.Should().Equal(default(PermissionSet));
    }

    [Fact]
    public void No_set_contains_the_default_permission()
    {
        SetOf(3, 0).Set.Contains(default).Should().BeFalse();
        SetOf(300, 0).Set.Contains(default).Should().BeFalse();
    }

    [Fact]
    public void Sets_with_the_same_permissions_of_different_catalogs_are_equal()
    {
        var catalog = new PermissionCatalog(["x", "y"]);
        var other = new PermissionCatalog(["z", "y", "x"]);
        var set = new PermissionSet(catalog, [0b11]);
        var same = new PermissionSet(other, [0b110]);
        var different = new PermissionSet(other, [0b11]);

        (set == same).Should().BeTrue();
        set.GetHashCode().Should().Be(same.GetHashCode());
        set.Equals((object)same).Should().BeTrue();
        (set != different).Should().BeTrue();
        set.Equals(default).Should().BeFalse();
        set.Equals("x y").Should().BeFalse();
        new PermissionSet(catalog, default).Should().Equal(default(PermissionSet));
        new PermissionSet(catalog, default).GetHashCode().Should().Be(default(PermissionSet).GetHashCode());
    }

    [Fact]
    public void A_set_is_a_collection_of_its_permissions()
    {
        System.Collections.IEnumerable set = SetOf(70, 65).Set;

        set.Cast<Permission>().Should().Equal("permission:65");
    }

    private static (PermissionSet Set, Permission Member) SetOf(int known, int member)
    {
        var catalog = new PermissionCatalog(Enumerable.Range(0, known).Select(number => $"permission:{number}"));
        var bits = new ulong[catalog.WordCount];
        bits[member / 64] = 1UL << (member % 64);
        return (new PermissionSet(catalog, bits), catalog[member]);
    }
}
