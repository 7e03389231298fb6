namespace HipaaJwt.Tests;

/// <summary>The only test that Stryker runs. It copies the assembly at each run. The last copy contains all mutants.</summary>
public sealed class MutatedAssembly
{
    [Fact]
    public void Is_kept() =>
        File.Copy(typeof(JwtError).Assembly.Location, Environment.GetEnvironmentVariable("MutatedAssembly")!, overwrite: true);
}
