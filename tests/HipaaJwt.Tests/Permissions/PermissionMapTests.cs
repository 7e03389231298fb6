using System.Text;
using HipaaJwt.Tests.Support;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Permissions;

public sealed class PermissionMapTests
{
    [Fact]
    public void Roles_and_scopes_grant_the_permissions_of_the_map()
    {
        var granted = Evaluate(
            """{"roles":["physician","unknown"],"scope":"openid chart.read"}""",
            map => map
                .Role("physician").Grants("chart:read", "chart:write")
                .Role("nurse").Grants("vitals:write")
                .Scope("chart.read").Grants("chart:print"));

        granted.ToString().Should().Be("chart:read chart:write chart:print");
        granted.Count.Should().Be(3);
        granted.Contains("chart:write").Should().BeTrue();
        granted.Contains("vitals:write").Should().BeFalse("no rule matched");
        granted.Contains("pharmacy:order").Should().BeFalse("the map does not know it");
    }

    [Theory]
    [InlineData("""{"roles":"physician"}""", true)]
    [InlineData("""{"roles":"\u0070hysician"}""", true)]
    [InlineData("""{"roles":"nurse physician"}""", false)]
    [InlineData("""{"roles":"physician assistant"}""", false)]
    [InlineData("""{"roles":"physician\u0020assistant"}""", false)]
    [InlineData("""{"roles":" physician"}""", false)]
    [InlineData("""{"roles":"physician "}""", false)]
    [InlineData("""{"roles":"assistant\tphysician"}""", false)]
    [InlineData("""{"roles":["nurse","physician"]}""", true)]
    [InlineData("""{"roles":[1,null,{"physician":1},["physician"],"physician"]}""", true)]
    [InlineData("""{"roles":[["physician"]]}""", false)]
    [InlineData("""{"roles":["nurse physician"]}""", false)]
    [InlineData("""{"roles":{"physician":true}}""", false)]
    [InlineData("""{"roles":true}""", false)]
    [InlineData("""{"roles":null}""", false)]
    [InlineData("""{"roles":[]}""", false)]
    [InlineData("""{"roles":""}""", false)]
    [InlineData("""{"Roles":["physician"]}""", false)]
    [InlineData("""{"role":["physician"]}""", false)]
    [InlineData("""{"x":{"roles":["physician"]}}""", false)]
    [InlineData("""{"http://schemas.microsoft.com/ws/2008/06/identity/claims/role":"physician"}""", false)]
    public void A_role_matches_a_string_or_an_element_of_an_array(string claims, bool granted) =>
        Evaluate(claims, map => map.Role("physician").Grants("chart:read")).Contains("chart:read").Should().Be(granted);

    [Theory]
    [InlineData("""{"roles":"physician assistant"}""")]
    [InlineData("""{"roles":"physician\u0020assistant"}""")]
    [InlineData("""{"roles":["physician assistant"]}""")]
    public void A_role_whose_name_contains_blanks_grants_only_its_own_permissions(string claims) =>
        Evaluate(
            claims,
            map => map
                .Role("physician assistant").Grants("vitals:write")
                .Role("physician").Grants("chart:write")
                .Role("assistant").Grants("desk:open"))
            .ToString().Should().Be("vitals:write");

    [Theory]
    [InlineData("""{"department":"emergency pharmacy"}""", false)]
    [InlineData("""{"department":["emergency pharmacy"]}""", false)]
    [InlineData("""{"department":"pharmacy"}""", true)]
    public void A_value_of_another_claim_is_one_value(string claims, bool granted) =>
        Evaluate(claims, map => map.Claim("department", "pharmacy").Grants("p")).Contains("p").Should().Be(granted);

    [Theory]
    [InlineData("scope")]
    [InlineData("scp")]
    public void A_rule_for_a_claim_of_scopes_reads_it_as_a_list(string claim) =>
        Evaluate($$"""{"{{claim}}":"openid chart.read"}""", map => map.Claim(claim, "chart.read").Grants("p"))
            .Contains("p").Should().BeTrue();

    [Theory]
    [InlineData("chart.read.all")]
    [InlineData("chart.rea")]
    [InlineData("chart.*")]
    [InlineData("*")]
    [InlineData("Chart.Read")]
    [InlineData("chart.read\\u0000")]
    [InlineData("chart.read\\t")]
    [InlineData("chart.read,other")]
    [InlineData("xchart.read")]
    public void A_scope_matches_neither_prefixes_nor_patterns(string scope)
    {
        foreach (var claims in new[] { $$"""{"scope":"{{scope}}"}""", $$"""{"scope":["{{scope}}"]}""" })
        {
            Evaluate(claims, map => map.Scope("chart.read").Grants("chart:read")).Count.Should().Be(0);
        }
    }

    [Theory]
    [InlineData("""{"scope":"a chart.read"}""")]
    [InlineData("""{"scope":"  chart.read  "}""")]
    [InlineData("""{"scope":["chart.read"]}""")]
    [InlineData("""{"scp":["chart.read"]}""")]
    [InlineData("""{"scp":"chart.read"}""")]
    [InlineData("""{"scope":"\u0063hart.read"}""")]
    [InlineData("""{"\u0073cope":"x\u0020chart.read"}""")]
    [InlineData("""{"scp":["ch\u0061rt.read"]}""")]
    public void A_scope_matches_in_both_claims_and_with_escapes(string claims) =>
        Evaluate(claims, map => map.Scope("chart.read").Grants("chart:read")).Contains("chart:read").Should().BeTrue();

    [Theory]
    [InlineData("""{"realm_access":{"roles":["physician"]}}""", true)]
    [InlineData("""{"realm_access":{"other":[],"roles":"physician"}}""", true)]
    [InlineData("""{"realm_access":{"other":[],"roles":"nurse physician"}}""", false)]
    [InlineData("""{"re\u0061lm_access":{"r\u006fles":["physi\u0063ian"]}}""", true)]
    [InlineData("""{"realm_access":{"roles":{"roles":["physician"]}}}""", false)]
    [InlineData("""{"realm_access":["physician"]}""", false)]
    [InlineData("""{"realm_access":{"Roles":["physician"]}}""", false)]
    [InlineData("""{"realm_access":null}""", false)]
    [InlineData("""{"realm_access.roles":["physician"]}""", false)]
    [InlineData("""{"roles":["physician"]}""", false)]
    public void A_path_finds_claims_in_nested_objects(string claims, bool granted) =>
        Evaluate(claims, map => map.RolesFrom("realm_access.roles").Role("physician").Grants("chart:read"))
            .Contains("chart:read").Should().Be(granted);

    [Fact]
    public void A_path_may_have_many_steps() =>
        Evaluate("""{"a":{"b":{"c":{"d":"x"}}}}""", map => map.Claim("a.b.c.d", "x").Grants("p")).Contains("p").Should().BeTrue();

    [Fact]
    public void A_claim_name_that_is_a_URI_is_one_step() =>
        Evaluate(
            """{"https://hospital.example/claims/roles":["physician"]}""",
            map => map.Claim("https://hospital.example/claims/roles", "physician").Grants("chart:read"))
            .Contains("chart:read").Should().BeTrue();

    [Fact]
    public void Rules_of_the_same_value_and_rules_of_several_claims_add_up()
    {
        var granted = Evaluate(
            """{"roles":["a"],"groups":["a"],"ward":"7b"}""",
            map => map
                .RolesFrom("roles", "groups")
                .Role("a").Grants("one")
                .Role("a").Grants("two", "one")
                .Claim("ward", "7b").Grants("three")
                .Claim("roles", "a").Grants("four"));

        granted.ToString().Should().Be("one two three four");
    }

    [Fact]
    public void RolesFrom_applies_to_earlier_rules() =>
        Evaluate("""{"groups":["a"]}""", map => map.Role("a").Grants("one").RolesFrom("groups")).Contains("one").Should().BeTrue();

    [Fact]
    public void ScopesFrom_replaces_the_scope_claims()
    {
        var granted = Evaluate(
            """{"scope":"a","permissions":["b"]}""",
            map => map.ScopesFrom("permissions").Scope("a").Grants("one").Scope("b").Grants("two"));

        granted.ToString().Should().Be("two");
    }

    [Fact]
    public void A_permission_without_a_rule_is_in_the_catalog_and_never_granted()
    {
        var map = new PermissionMapBuilder().Know("chart:delete").Role("a").Grants("chart:read").Build();

        map.Catalog.Contains("chart:delete").Should().BeTrue();
        map.Catalog.Contains("chart:other").Should().BeFalse();
        map.Catalog.Should().Equal("chart:read", "chart:delete");
        Evaluate("""{"roles":["a"]}""", map).Contains("chart:delete").Should().BeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Each_permission_has_its_own_bit(int count)
    {
        var builder = new PermissionMapBuilder();
        for (var number = 0; number < count; number++)
        {
            builder.Role($"role-{number}").Grants($"permission:{number}");
        }

        var map = builder.Build();
        foreach (var number in new[] { 0, count / 2, count - 1 })
        {
            var granted = Evaluate($$"""{"roles":["role-{{number}}"]}""", map);

            granted.Should().Equal($"permission:{number}");
            granted.Contains($"permission:{number}").Should().BeTrue();
            granted.Contains($"permission:{(number + 1) % (count + 1)}").Should().BeFalse();
        }

        var allRoles = string.Join(',', Enumerable.Range(0, count).Select(number => $"\"role-{number}\""));
        Evaluate("{\"roles\":[" + allRoles + "]}", map).Count.Should().Be(count);
        Evaluate("""{"roles":["other"]}""", map).Contains($"permission:{count - 1}").Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".roles")]
    [InlineData("roles.")]
    [InlineData("a..b")]
    public void A_path_with_an_empty_step_throws(string path)
    {
        var map = new PermissionMapBuilder();

        map.Invoking(it => it.Claim(path, "x")).Should().Throw<ArgumentException>()
            .WithMessage($"\"{path}\" is not a claim path. Write claim names joined by dots, such as \"realm_access.roles\".*");
        map.Invoking(it => it.RolesFrom(path)).Should().Throw<ArgumentException>();
        map.Invoking(it => it.ScopesFrom(path)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Empty_values_throw()
    {
        var map = new PermissionMapBuilder();

        map.Invoking(it => it.Role("")).Should().Throw<ArgumentException>();
        map.Invoking(it => it.Scope(null!)).Should().Throw<ArgumentException>();
        map.Invoking(it => it.Claim("ward", "")).Should().Throw<ArgumentException>();
        map.Invoking(it => it.Claim(null!, "x")).Should().Throw<ArgumentException>();
    }

    private static PermissionSet Evaluate(string claims, Action<PermissionMapBuilder> configure)
    {
        var builder = new PermissionMapBuilder();
        configure(builder);
        return Evaluate(claims, builder.Build());
    }

    private static PermissionSet Evaluate(string claims, HipaaJwt.Permissions.PermissionMap map)
    {
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(Encoding.UTF8.GetBytes(claims), index, out var members).Should().Be(JsonFault.None);
        return map.Evaluate(members);
    }
}
