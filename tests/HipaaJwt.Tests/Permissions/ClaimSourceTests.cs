using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Permissions;

public sealed class ClaimSourceTests : IDisposable
{
    private const string Zitadel = "urn:zitadel:iam:org:project:roles";

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("""{"resource_access":{"charts.clinic.test":{"roles":["physician"]}}}""", true)]
    [InlineData("""{"resource_access":{"charts.clinic.test":{"roles":"physician"}}}""", true)]
    [InlineData("""{"resource_access":{"charts":{"clinic":{"test":{"roles":["physician"]}}}}}""", false)]
    [InlineData("""{"resource_access":{"other":{"roles":["physician"]}}}""", false)]
    public async Task A_path_can_have_names_with_dots(string claims, bool granted)
    {
        string[] names = ["resource_access", "charts.clinic.test", "roles"];
        Action<PermissionMapBuilder>[] maps =
        [
            map => map.RolesFrom(@"resource_access.charts\.clinic\.test.roles").Role("physician").Grants("p"),
            map => map.RolesFrom(ClaimSource.Of(new ClaimPath(names))).Role("physician").Grants("p"),
            map => map.Claim(@"resource_access.charts\.clinic\.test.roles", "physician").Grants("p"),
            map => map.Claim(ClaimSource.Of(new ClaimPath(names)), "physician").Grants("p"),
            map => map.ScopesFrom(ClaimSource.Of(new ClaimPath(names))).Scope("physician").Grants("p"),
        ];

        foreach (var map in maps)
        {
            (await AcceptAsync(claims, map)).Permissions.Contains("p").Should().Be(granted);
        }
    }

    [Theory]
    [InlineData("""{"physician":{"230":"north.clinic.test"}}""", true)]
    [InlineData("""{"nurse":{},"physician":{}}""", true)]
    [InlineData("""{"physici\u0061n":{"230":"x"}}""", true)]
    [InlineData("""{"physician":true}""", true)]
    [InlineData("""{"physician":false}""", false)]
    [InlineData("""{"physician":null}""", false)]
    [InlineData("""{"Physician":{}}""", false)]
    [InlineData("""{"physician assistant":{}}""", false)]
    [InlineData("""{"nurse":{"physician":{}}}""", false)]
    [InlineData("""{"nurse":"physician"}""", false)]
    [InlineData("""["physician"]""", false)]
    [InlineData("\"physician\"", false)]
    [InlineData("{}", false)]
    public async Task The_keys_of_an_object_can_be_roles(string value, bool granted)
    {
        var token = await AcceptAsync(
            $$"""{"{{Zitadel}}":{{value}}}""",
            map => map.RolesFrom(ClaimSource.ObjectKeys(Zitadel)).Role("physician").Grants("p"));

        token.Permissions.Contains("p").Should().Be(granted);
        token.Roles.Contains("physician").Should().Be(granted);
    }

    [Fact]
    public async Task The_keys_of_an_object_are_no_roles_unless_the_map_says_so() =>
        (await AcceptAsync($$"""{"{{Zitadel}}":{"physician":{} } }""", map => map.RolesFrom(Zitadel).Role("physician").Grants("p")))
            .Permissions.Count.Should().Be(0);

    [Theory]
    [InlineData("""{"is_admin":true}""", true)]
    [InlineData("""{"is_admin":false}""", false)]
    [InlineData("""{"is_admin":"true"}""", false)]
    [InlineData("""{"is_admin":1}""", false)]
    [InlineData("""{"is_admin":[true]}""", false)]
    [InlineData("""{"is_admin":null}""", false)]
    [InlineData("""{"is_admin":""}""", false)]
    [InlineData("""{"x":{"is_admin":true}}""", false)]
    public async Task A_flag_grants_if_the_claim_is_true(string claims, bool granted) =>
        (await AcceptAsync(claims, map => map.Flag("is_admin").Grants("p"))).Permissions.Contains("p").Should().Be(granted);

    [Fact]
    public async Task A_flag_can_be_nested_and_a_value_is_no_flag()
    {
        const string Claims = """{"a.b":{"is_admin":true}}""";

        (await AcceptAsync(Claims, map => map.Flag(@"a\.b.is_admin").Grants("p"))).Permissions.Count.Should().Be(1);
        (await AcceptAsync(Claims, map => map.Flag(new ClaimPath("a.b", "is_admin")).Grants("p"))).Permissions.Count.Should().Be(1);
        (await AcceptAsync("""{"is_admin":true}""", map => map.Claim("is_admin", "true").Grants("p"))).Permissions.Count.Should().Be(0);
    }

    [Fact]
    public async Task Splitting_at_blanks_is_an_option_of_one_claim()
    {
        const string Claims = """{"groups":"nurse physician","roles":"nurse surgeon","list":["nurse physician"]}""";
        var token = await AcceptAsync(Claims, map => map
            .RolesFrom(ClaimSource.Of("roles"), ClaimSource.BlankSeparated("groups"), ClaimSource.BlankSeparated("list"))
            .Role("physician").Grants("one")
            .Role("surgeon").Grants("two")
            .Claim(ClaimSource.BlankSeparated("roles"), "surgeon").Grants("three")
            .Claim("groups", "physician").Grants("four"));

        token.Permissions.ToString().Should().Be("one three");
        token.Roles.Should().Equal("nurse surgeon", "nurse", "physician", "nurse physician");
    }

    [Theory]
    [InlineData("\"physician assistant\"", "physician assistant")]
    [InlineData("\"physician\\u0020assistant\"", "physician assistant")]
    [InlineData("[\"a b\",\"c\",\"c\"]", "a b,c")]
    [InlineData("\"\"", "")]
    [InlineData("{\"a\":{}}", "")]
    public async Task Roles_of_the_token_are_whole_values(string roles, string expected) =>
        string.Join(',', (await AcceptAsync($$"""{"roles":{{roles}}}""", _ => { })).Roles).Should().Be(expected);

    [Fact]
    public void A_source_that_can_never_match_throws()
    {
        Action<PermissionMapBuilder>[] wrong =
        [
            map => map.RolesFrom("roles", "sub.roles"),
            map => map.RolesFrom("exp"),
            map => map.ScopesFrom("iat"),
            map => map.Claim("nbf", "1"),
            map => map.Claim(ClaimSource.BlankSeparated("exp"), "1"),
            map => map.Claim(ClaimSource.ObjectKeys("aud"), "x"),
            map => map.Claim(ClaimSource.ObjectKeys(new ClaimPath("jti")), "x"),
            map => map.Flag("sub"),
            map => map.Flag(new ClaimPath("iss")),
            map => map.Flag("a..b"),
            map => map.Flag(null!),
            map => map.Flag(default(ClaimPath)),
            map => map.RolesFrom(default(ClaimSource)),
            map => map.RolesFrom(ClaimSource.Of("a"), default(ClaimSource)),
            map => map.ScopesFrom(default(ClaimSource)),
            map => map.Claim(default(ClaimSource), "x"),
            map => map.Claim(ClaimSource.Of(default(ClaimPath)), "x"),
        ];

        foreach (var action in wrong)
        {
            FluentActions.Invoking(() => action(new PermissionMapBuilder())).Should().Throw<ArgumentException>();
        }

        FluentActions.Invoking(() => new PermissionMapBuilder().Claim("exp", "1")).Should().Throw<ArgumentException>()
            .WithMessage("\"exp\" cannot be used here. Write the path of a claim that can be a string or an array of strings.*");
        new PermissionMapBuilder().Invoking(map => map.Claim("iss", "x").Grants("p").Claim("aud", "x").Grants("p")).Should().NotThrow();
    }

    private async Task<ValidatedJwt> AcceptAsync(string further, Action<PermissionMapBuilder> map)
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddPermissions(map));
        var claims = TestIssuer.Claims();
        claims.Remove("roles");
        claims.Remove("scope");
        var json = string.Concat(claims.ToJsonString().AsSpan()[..^1], ",", further.AsSpan()[1..]);
        return (await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), json))).Token!;
    }
}
