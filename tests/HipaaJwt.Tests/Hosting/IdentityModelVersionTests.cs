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

    private static string? Validate(params (string Name, string Version)[] packages) =>
        new IdentityModelVersionValidator(packages.Select(Create)).Validate(null, new HipaaJwtOptions()).FailureMessage;

    private static AssemblyName Create((string Name, string Version) package) =>
        new(package.Name) { Version = Version.Parse(package.Version) };
}
