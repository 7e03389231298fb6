using System.Reflection;
using HipaaJwt.DependencyInjection;
using HipaaJwt.Hosting;

namespace HipaaJwt.Tests.Hosting;

public sealed class IdentityModelVersionTests
{
    [Fact]
    public void The_packages_of_this_build_have_one_version() =>
        new IdentityModelVersionValidator().Validate(null, new HipaaJwtOptions()).Succeeded.Should().BeTrue();

    [Fact]
    public void Packages_of_one_version_pass() =>
        Validate(("A", "8.23.0.0"), ("B", "8.23.0.0")).Should().BeNull();

    [Fact]
    public void Mixed_packages_are_named_with_the_remedy() =>
        Validate(("Microsoft.IdentityModel.Tokens", "8.23.0.0"), ("System.IdentityModel.Tokens.Jwt", "8.0.1.0")).Should().Be(
            "The packages of Microsoft.IdentityModel have different versions: Microsoft.IdentityModel.Tokens 8.23.0.0, "
            + "System.IdentityModel.Tokens.Jwt 8.0.1.0. Reference all of them in one version, the newest of these.");

    [Fact]
    public void No_package_at_all_is_no_mixture() => Validate().Should().BeNull();

    private static string? Validate(params (string Name, string Version)[] packages) =>
        new IdentityModelVersionValidator(packages.Select(package => new AssemblyName(package.Name) { Version = Version.Parse(package.Version) }))
            .Validate(null, new HipaaJwtOptions()).FailureMessage;
}
