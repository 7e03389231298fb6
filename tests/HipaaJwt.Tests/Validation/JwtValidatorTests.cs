using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Validation;

public sealed class JwtValidatorTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Accepts_a_valid_token_with_its_claims_and_permissions()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddPermissions(map => map
            .Role("physician").Grants("chart:read", "chart:write")
            .Scope("chart.read").Grants("chart:read")
            .Role("nurse").Grants("vitals:write")));

        var result = await host.ValidateAsync(_issuer.Token());

        result.Error.Should().Be(JwtError.None);
        result.IsValid.Should().BeTrue();
        result.Token!.Subject.Should().Be("user-42");
        result.Token.Issuer.Should().Be(TestIssuer.Name);
        result.Token.Audiences.Should().Equal(TestIssuer.Audience);
        result.Token.Id.Should().Be("token-1");
        result.Token.ClientId.Should().Be("clinic-app");
        result.Token.Permissions.Contains("chart:write").Should().BeTrue();
        result.Token.Permissions.Contains("vitals:write").Should().BeFalse();
        result.Token.CreatePrincipal().FindAll("roles").Should().ContainSingle().Which.Value.Should().Be("physician");
        result.Token.CreatePrincipal().Clone().IsInRole("physician").Should().BeTrue();
    }

    [Fact]
    public async Task Accepts_a_token_given_as_bytes()
    {
        await using var host = new TestHost(_issuer);

        var result = await host.Validator.ValidateAsync(System.Text.Encoding.ASCII.GetBytes(_issuer.Token()));

        result.IsValid.Should().BeTrue();
    }
}
