using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Family 34: scopes and roles are compared exactly.</summary>
public sealed class ScopeTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("\"chart.read\"")]
    [InlineData("\"openid chart.read\"")]
    [InlineData("\"chart.read openid\"")]
    [InlineData("\"openid  chart.read \"")]
    [InlineData("\"chart\\u002eread\"")]
    [InlineData("\"openid\\u0020chart.read\"")]
    [InlineData("[\"openid\",\"chart.read\"]")]
    [InlineData("[ \"chart.read\" ]")]
    [InlineData("[1,null,{\"a\":[\"]\"]},\"chart.read\"]")]
    public async Task Grants_the_scope(string scope) => (await PermissionsAsync("scope", scope)).Should().Equal("chart:read");

    [Theory]
    [InlineData("\"chart.rea\"")]
    [InlineData("\"chart.readx\"")]
    [InlineData("\"chart.read.all\"")]
    [InlineData("\"chart\"")]
    [InlineData("\"CHART.READ\"")]
    [InlineData("\"chart.*\"")]
    [InlineData("\"*\"")]
    [InlineData("\"chart_read\"")]
    [InlineData("\"chart.read,openid\"")]
    [InlineData("\"chart.read\\topenid\"")]
    [InlineData("\"chart.read\\nopenid\"")]
    [InlineData("\"chart.read\\u00a0openid\"")]
    [InlineData("\"chart.read\\u0000\"")]
    [InlineData("\"\\ufeffchart.read\"")]
    [InlineData("[\"openid chart.read\"]")]
    [InlineData("[\"chart.read \"]")]
    [InlineData("[[\"chart.read\"]]")]
    [InlineData("[{\"chart.read\":\"chart.read\"}]")]
    [InlineData("{\"chart.read\":true}")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1")]
    public async Task Grants_nothing(string scope) => (await PermissionsAsync("scope", scope)).Should().BeEmpty();

    [Theory]
    [InlineData("Scope")]
    [InlineData("scopes")]
    [InlineData("scope ")]
    [InlineData("x.scope")]
    public async Task A_similar_name_grants_nothing(string name) => (await PermissionsAsync(name, "\"chart.read\"")).Should().BeEmpty();

    [Theory]
    [InlineData("[\"head physician\"]", "head:all")]
    [InlineData("\"physician\"", "chart:write")]
    [InlineData("\"head physician\"", "head:all")]
    [InlineData("[\"nurse\",\"physician\"]", "chart:write")]
    public async Task Reads_roles_from_a_string_or_an_array(string roles, string permission) =>
        (await PermissionsAsync("roles", roles)).Should().Equal(permission);

    [Theory]
    [InlineData("\"retired-physician\"")]
    [InlineData("\"physician assistant\"")]
    [InlineData("\"nurse physician\"")]
    [InlineData("[\"physician assistant\"]")]
    [InlineData("[\"retired physician\"]")]
    public async Task A_role_that_contains_another_role_does_not_grant_it(string roles) =>
        (await PermissionsAsync("roles", roles)).Should().BeEmpty();

    [Fact]
    public async Task A_nested_claim_grants_only_by_its_full_path()
    {
        await using var host = Host(map => map.Claim("realm_access.roles", "admin").Grants("all"));

        (await PermissionsAsync(host, "realm_access", "{\"roles\":[\"admin\"]}")).Should().Equal("all");
        (await PermissionsAsync(host, "realm_access.roles", "[\"admin\"]")).Should().BeEmpty();
        (await PermissionsAsync(host, "realm_access", "[{\"roles\":[\"admin\"]}]")).Should().BeEmpty();
        (await PermissionsAsync(host, "realm_access", "{\"x\":{\"roles\":[\"admin\"]}}")).Should().BeEmpty();
        (await PermissionsAsync(host, "x", "{\"realm_access\":{\"roles\":[\"admin\"]}}")).Should().BeEmpty();
    }

    private async Task<IEnumerable<string>> PermissionsAsync(string claim, string value)
    {
        await using var host = Host(map => map
            .Scope("chart.read").Grants("chart:read")
            .Scope("chart.write").Grants("chart:write")
            .Role("physician").Grants("chart:write")
            .Role("head physician").Grants("head:all"));
        return await PermissionsAsync(host, claim, value);
    }

    private async Task<IEnumerable<string>> PermissionsAsync(TestHost host, string claim, string value)
    {
        var claims = TestIssuer.Claims();
        claims.Remove("roles");
        claims.Remove("scope");
        var text = claims.ToJsonString();
        var result = await host.ValidateAsync(
            _issuer.Sign(TestIssuer.Header().ToJsonString(), $"{text[..^1]},{JsonValue.Create(claim).ToJsonString()}:{value}}}"));
        result.Error.Should().Be(JwtError.None);
        return result.Token!.Permissions.Select(permission => permission.Name);
    }

    private TestHost Host(Action<PermissionMapBuilder> map) => new(_issuer, build: builder => builder.AddPermissions(map));
}
