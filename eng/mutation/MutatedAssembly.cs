namespace HipaaJwt.Tests;

/// <summary>The one test that Stryker sees. Each time it runs, it keeps the assembly as it is then; the last time, all mutants are in it.</summary>
public sealed class MutatedAssembly
{
    [Fact]
    public void Is_kept() =>
        File.Copy(typeof(JwtError).Assembly.Location, Environment.GetEnvironmentVariable("MutatedAssembly")!, overwrite: true);
}
