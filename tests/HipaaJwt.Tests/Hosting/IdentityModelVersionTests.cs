using System.Reflection;
using HipaaJwt.Hosting;

namespace HipaaJwt.Tests.Hosting;

public sealed class IdentityModelVersionTests
{
    [Fact]
    public void Accepts_the_packages_of_this_build() =>
        new IdentityModelVersionValidator().Validate(null, new HipaaJwtOptions()).Succeeded.Should().BeTrue();

    [Fact]
    public void Accepts_packages_of_the_same_version() =>
        Validate(("A", "8.23.0.0"), ("B", "8.23.0.0")).Should().BeNull();

    [Fact]
    public void Rejects_packages_of_different_versions() =>
        Validate(("Microsoft.IdentityModel.Tokens", "8.23.0.0"), ("System.IdentityModel.Tokens.Jwt", "8.0.1.0")).Should().Be(
            "The Microsoft.IdentityModel packages have different versions: Microsoft.IdentityModel.Tokens 8.23.0.0, "
            + "System.IdentityModel.Tokens.Jwt 8.0.1.0. Reference all of them in the newest of these versions.");

    [Fact]
    public void Accepts_an_application_without_the_packages() => Validate().Should().BeNull();

    [Theory]
    [InlineData("Microsoft.AspNetCore.Authentication.JwtBearer")]
    [InlineData("Microsoft.AspNetCore.Authentication.OpenIdConnect")]
    [InlineData("Microsoft.IdentityModel.JsonWebTokens")]
    [InlineData("System.IdentityModel.Tokens.Jwt")]
    public void Compares_the_packages_of_token_handlers_if_there_is_one(string loaded) =>
        IdentityModelVersionValidator.PackagesFor(["System.Runtime", null, loaded]).Should().HaveCount(7)
            .And.Contain("Microsoft.IdentityModel.JsonWebTokens");

    [Fact]
    public void Loads_no_package_of_token_handlers_for_the_check_alone() =>
        IdentityModelVersionValidator.PackagesFor(["System.Runtime", null, "Microsoft.IdentityModel.Tokens"]).Should().Equal(
            "Microsoft.IdentityModel.Abstractions", "Microsoft.IdentityModel.Logging", "Microsoft.IdentityModel.Tokens");

    private static string? Validate(params (string Name, string Version)[] packages) =>
        new IdentityModelVersionValidator(packages.Select(Create)).Validate(null, new HipaaJwtOptions()).FailureMessage;

    private static AssemblyName Create((string Name, string Version) package) =>
        new(package.Name) { Version = Version.Parse(package.Version) };
}
