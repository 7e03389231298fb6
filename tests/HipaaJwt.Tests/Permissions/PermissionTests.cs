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
    public void An_empty_name_or_a_name_with_blanks_or_control_characters_throws(string? name)
    {
        var create = () => new Permission(name!);

        create.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Permissions_with_the_same_case_sensitive_name_are_equal()
    {
        Permission permission = "chart:read";

        (permission == Permission.FromString("chart:read")).Should().BeTrue();
        (permission != new Permission("Chart:read")).Should().BeTrue();
        permission.Equals((object)new Permission("chart:read")).Should().BeTrue();
        permission.Equals("chart:read").Should().BeTrue("a string converts to a permission");
        permission.Equals((object)"chart:read").Should().BeFalse();
        permission.GetHashCode().Should().Be(new Permission("chart:read").GetHashCode());
        permission.ToString().Should().Be("chart:read");
        default(Permission).ToString().Should().BeEmpty();
    }

    [Fact]
    public void A_catalog_lists_each_permission_once_in_the_order_of_definition()
    {
        var catalog = new PermissionCatalog(["b", "a", "b", "c"]);

        catalog.Count.Should().Be(3);
        catalog.Should().Equal("b", "a", "c");
        catalog[1].Should().Be(new Permission("a"));
        ((System.Collections.IEnumerable)catalog).Cast<Permission>().Should().HaveCount(3);
        catalog.Contains(default).Should().BeFalse();
    }
}
