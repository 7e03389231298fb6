using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Claims;

public sealed class ClaimPathTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, string[]> Paths => new()
    {
        { "roles", ["roles"] },
        { "realm_access.roles", ["realm_access", "roles"] },
        { @"resource_access.charts\.clinic\.test.roles", ["resource_access", "charts.clinic.test", "roles"] },
        { @"a\\.b", [@"a\", "b"] },
        { @"a\\\.b", [@"a\.b"] },
        { @"\.", ["."] },
        { "cognito:groups", ["cognito:groups"] },
        { "urn:zitadel:iam:org:project:roles", ["urn:zitadel:iam:org:project:roles"] },
        { "https://clinic.test/claims/roles", ["https://clinic.test/claims/roles"] },
        { @"https\://clinic\.test/app.roles", ["https://clinic.test/app", "roles"] },
        { @"https\://localhost/app.roles", ["https://localhost/app", "roles"] },
        { "a b.c", ["a b", "c"] },
        { "scope.x", ["scope", "x"] },
        { "cnf.jkt", ["cnf", "jkt"] },
    };

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public void Text_and_names_are_the_same_path(string text, string[] names)
    {
        var path = ClaimPath.Parse(text);

        path.Names.Should().Equal(names);
        path.ToString().Should().Be(text);
        (path == new ClaimPath(names)).Should().BeTrue();
        path.GetHashCode().Should().Be(new ClaimPath(names).GetHashCode());
        ClaimPath.Parse(new ClaimPath(names).ToString()).Should().Be(path);
    }

    [Fact]
    public void A_dot_between_names_is_not_a_dot_inside_a_name()
    {
        var names = new ClaimPath("a", "b");

        (names != new ClaimPath("a.b")).Should().BeTrue();
        names.Equals((object)new ClaimPath("a", "b")).Should().BeTrue();
        names.Equals("a.b").Should().BeFalse();
    }

    [Theory]
    [InlineData("", "claim names joined by dots, such as \"realm_access.roles\"")]
    [InlineData(".", "claim names joined by dots, such as \"realm_access.roles\"")]
    [InlineData("a..b", "claim names joined by dots, such as \"realm_access.roles\"")]
    [InlineData("roles.", "claim names joined by dots, such as \"realm_access.roles\"")]
    [InlineData(@"a\b", "a backslash only before a dot, a colon or a backslash, *")]
    [InlineData(@"a\", "a backslash only before a dot, a colon or a backslash, *")]
    [InlineData("realm_access. roles", "claim names without blanks at their ends, *")]
    [InlineData(" ", "claim names without blanks at their ends, *")]
    [InlineData("$.realm_access.roles", "names of claims without wildcards, indexes or slashes, *")]
    [InlineData("resource_access.*.roles", "names of claims without wildcards, indexes or slashes, *")]
    [InlineData("realm_access.roles[0]", "names of claims without wildcards, indexes or slashes, *")]
    [InlineData("/realm_access/roles", "names of claims without wildcards, indexes or slashes, *")]
    [InlineData("sub.roles", "a path that begins with a claim that can be an object, because \"sub\" has no members in any token")]
    [InlineData("iss.x", "a path that begins with a claim that can be an object, *")]
    [InlineData("aud.x.y", "a path that begins with a claim that can be an object, *")]
    [InlineData("exp.x", "a path that begins with a claim that can be an object, *")]
    [InlineData("client_id.x", "a path that begins with a claim that can be an object, *")]
    [InlineData("azp.roles", "a path that begins with a claim that can be an object, *")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q", "at most 16 names, because the JSON of a token is not nested deeper")]
    public void A_path_that_can_never_match_throws_with_a_remedy(string text, string remedy) =>
        FluentActions.Invoking(() => ClaimPath.Parse(text)).Should().Throw<ArgumentException>()
            .WithMessage($"\"{text}\" is not a claim path. Write {remedy}.*");

    [Fact]
    public void Names_that_can_never_match_throw()
    {
        string[][] all = [[], [""], ["a", ""], ["a", null!], ["\ud800"], ["a\udc00b"], ["sub", "x"], [.. Enumerable.Repeat("a", 17)]];

        foreach (var names in all)
        {
            FluentActions.Invoking(() => new ClaimPath(names)).Should().Throw<ArgumentException>();
        }

        FluentActions.Invoking(() => new ClaimPath(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClaimPath.Parse(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ClaimPath("\ud83d\ude00", "*", " ", "/", "$")).Should().NotThrow("names are exact");
    }

    [Fact]
    public async Task Reads_the_deepest_claim_that_a_token_can_have()
    {
        JsonNode nested = "found";
        for (var depth = 0; depth < 15; depth++)
        {
            nested = new JsonObject { ["a"] = nested };
        }

        var token = await AcceptAsync(claims => claims["a"] = nested);

        token.TryGetString(new ClaimPath([.. Enumerable.Repeat("a", 16)]), out var value).Should().BeTrue();
        value.Should().Be("found");
    }

    [Fact]
    public async Task Reads_nested_claims_by_their_path()
    {
        var token = await AcceptAsync(claims => claims["resource_access"] = JsonNode.Parse(
            """{"charts.clinic.test":{"roles":["a",1,"b\u0021"],"name":"\u0063harts","ward":7,"none":null,"big":9223372036854775808}}"""));

        Path("name", out var text).Should().BeTrue();
        text.Should().Be("charts");
        Path("ward", out _).Should().BeFalse("it is a number");
        token.TryGetInt64(PathOf("ward"), out var ward).Should().BeTrue();
        ward.Should().Be(7);
        token.TryGetInt64(PathOf("name"), out _).Should().BeFalse();
        token.TryGetInt64(PathOf("big"), out _).Should().BeFalse();
        token.TryGetInt64(PathOf("missing"), out _).Should().BeFalse();
        token.GetStrings(PathOf("roles")).Should().Equal("a", "b!");
        token.GetStrings(PathOf("name")).Should().Equal("charts");
        token.GetStrings(PathOf("ward")).Should().BeEmpty();
        token.GetStrings(PathOf("missing")).Should().BeEmpty();
        token.Claims.Contains(PathOf("roles")).Should().BeTrue();
        token.Claims.Contains(PathOf("none")).Should().BeFalse();
        token.Claims.Contains(PathOf("missing")).Should().BeFalse();

        bool Path(string name, out string? value) => token.TryGetString(PathOf(name), out value);
        static ClaimPath PathOf(string name) => ClaimPath.Parse($@"resource_access.charts\.clinic\.test.{name}");
    }

    [Fact]
    public async Task A_plain_name_is_never_a_path()
    {
        var token = await AcceptAsync(claims =>
        {
            claims["a"] = new JsonObject { ["b"] = "nested" };
            claims["a.b"] = "plain";
        });

        token.TryGetString("a.b", out var plain).Should().BeTrue();
        token.TryGetString(ClaimPath.Parse("a.b"), out var nested).Should().BeTrue();
        token.TryGetString(ClaimPath.Parse(@"a\.b"), out var escaped).Should().BeTrue();
        (plain, nested, escaped).Should().Be(("plain", "nested", "plain"));
    }

    [Fact]
    public async Task The_default_path_finds_no_claim()
    {
        var token = await AcceptAsync(claims => claims[""] = "x");

        token.TryGetString(default(ClaimPath), out _).Should().BeFalse();
        token.GetStrings(default(ClaimPath)).Should().BeEmpty();
        default(ClaimPath).ToString().Should().BeEmpty();
        default(ClaimPath).Names.Should().BeEmpty();
        default(ClaimPath).Should().Be(default(ClaimPath));
        default(ClaimPath).GetHashCode().Should().Be(default(ClaimPath).GetHashCode());
    }

    private async Task<ValidatedJwt> AcceptAsync(Action<JsonObject> claims)
    {
        await using var host = new TestHost(_issuer);
        return (await host.ValidateAsync(_issuer.Token(claims: claims))).Token!;
    }
}
