using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Templates;

/// <summary>Installs the templates from the package into a place of its own, and generates and builds a project of each.</summary>
public sealed class GeneratedProjects : IAsyncLifetime
{
    private readonly PackedPackages _packages;

    public GeneratedProjects(PackedPackages packages)
    {
        _packages = packages;
        Folder = packages.CreateFolder("Templates");
        Variables = new() { ["APPDATA"] = Folder, ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_ENVIRONMENT"] = "Development" };
    }

    public string Folder { get; }

    /// <summary>The environment of the commands. Their user secrets belong to the test.</summary>
    public Dictionary<string, string> Variables { get; }

    public string Api => Path.Combine(Folder, "Charts");

    /// <summary>Its name is not a valid namespace.</summary>
    public string Worker => Path.Combine(Folder, "chart-worker");

    public async ValueTask InitializeAsync()
    {
        await NewAsync("install", $"{PackedPackages.Templates}@{_packages.Version}");
        await NewAsync("hipaajwt-api", "--output", Api);
        await NewAsync("hipaajwt-worker", "--output", Worker);
        await BuildAsync(Api);
        await BuildAsync(Worker);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<string> NewAsync(params string[] arguments) =>
        RunAsync(Folder, "dotnet", ["new", .. arguments, "--debug:custom-hive", Path.Combine(Folder, "hive")]);

    public Task<string> BuildAsync(string folder) => RunAsync(folder, "dotnet", "build", "-warnaserror");

    public Task<string> RunAsync(string folder, string program, params string[] arguments) =>
        CommandLine.RunAsync(folder, Variables, program, arguments);

    /// <summary>Runs a command that the README of the generated project contains, with further arguments.</summary>
    public async Task<string> RunStepAsync(string folder, string command, params string[] further)
    {
        (await File.ReadAllTextAsync(Path.Combine(folder, "README.md"))).Should().Contain($"   {command}\n");
        var words = command.Split(' ');
        return await RunAsync(folder, words[0], [.. words[1..], .. further]);
    }
}
