namespace HipaaJwt.Tests.Permissions;

public sealed class PermissionTests
{
    [Theory]
    [InlineData("a b")]
    [InlineData(" ")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("\u007F")]
    [InlineData("")]
    [InlineData(null)]
    public void A_name_has_neither_blanks_nor_control_characters(string? name)
    {
        var make = () => new Permission(name!);

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Permissions_are_equal_by_their_names_to_the_letter()
    {
        Permission permission = "chart:read";

        (permission == Permission.FromString("chart:read")).Should().BeTrue();
        (permission != new Permission("Chart:read")).Should().BeTrue();
        permission.Equals((object)new Permission("chart:read")).Should().BeTrue();
        permission.Equals("chart:read").Should().BeTrue("a string becomes a permission");
        permission.Equals((object)"chart:read").Should().BeFalse();
        permission.GetHashCode().Should().Be(new Permission("chart:read").GetHashCode());
        permission.ToString().Should().Be("chart:read");
        default(Permission).ToString().Should().BeEmpty();
    }

    [Fact]
    public void A_catalog_lists_each_permission_once_in_the_order_of_first_mention()
    {
        var catalog = new PermissionCatalog(["b", "a", "b", "c"]);

        catalog.Count.Should().Be(3);
        catalog.Should().Equal("b", "a", "c");
        catalog[1].Should().Be(new Permission("a"));
        ((System.Collections.IEnumerable)catalog).Cast<Permission>().Should().HaveCount(3);
        catalog.Contains(default).Should().BeFalse();
    }
}
