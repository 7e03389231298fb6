namespace HipaaJwt.PackageTests.Support;

/// <summary>The program that uses the stores, published with Native AOT once for all tests, which takes minutes.</summary>
public sealed class NativeStores(PackedPackages packages)
{
    private readonly Lazy<Task<string>> _program = new(() => NativeAot.PublishAsync(packages.CopyConsumer("Stores", "native")));

    public string Folder { get; } = packages.CreateFolder("stores");

    /// <summary>Runs the program with a kind of store and its place.</summary>
    /// <returns>The lines of its output.</returns>
    public async Task<string[]> RunAsync(string kind, string place)
    {
        var output = await CommandLine.RunAsync(Folder, await _program.Value, kind, place);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
