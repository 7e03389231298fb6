using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

/// <summary>Builds a console project outside the repository that references only the package.</summary>
public sealed class ConsoleConsumerTests
{
    private static readonly string[] Expected =
    [
        "audit: TokenAccepted user-42 0",
        "valid: user-42, chart:read chart:write",
        "audit: TokenAccepted user-42 0",
        "valid again: user-42, chart:read chart:write",
        "audit: TokenRejected (none) 400",
        "forged: 400 SignatureInvalid",
        "audit: TokenRejected user-42 507",
        "expired: 507 TokenExpired (exp)",
        "audit: TokenRejected user-42 506",
        "other audience: 506 AudienceNotAllowed (aud)",
        "audit: TokenRejected (none) 100",
        "no token: 100 TokenMissing",
    ];

    private readonly PackedPackages _packages;

    public ConsoleConsumerTests(PackedPackages packages) => _packages = packages;

    [Fact]
    public async Task A_console_application_validates_tokens_with_the_package()
    {
        var folder = _packages.CopyConsumer("Console", "run");

        await CommandLine.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror");
        var output = await CommandLine.RunAsync(folder, "dotnet", Path.Combine("out", "Consumer.dll"));

        LinesOf(output).Should().Equal(Expected);
    }

    [Fact]
    public async Task The_console_application_validates_tokens_with_Native_AOT_and_publishes_without_warnings()
    {
        var folder = _packages.CopyConsumer("Console", "native");

        var program = await NativeAot.PublishAsync(folder);

        LinesOf(await CommandLine.RunAsync(folder, program)).Should().Equal(Expected);
    }

    private static string[] LinesOf(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
