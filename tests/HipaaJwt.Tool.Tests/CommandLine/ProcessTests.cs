using System.Diagnostics;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.CommandLine;

/// <summary>Runs the program as a process, as a shell does.</summary>
[Trait("Speed", "Slow")]
public sealed class ProcessTests
{
    [Fact]
    public async Task The_process_returns_the_exit_code_and_writes_messages_to_the_standard_error_stream()
    {
        using var folder = new TempFolder();

        var (code, output, error) = await RunAsync(string.Empty, folder, "audit", "verify", folder["missing"]);

        code.Should().Be(3);
        output.Should().BeEmpty();
        error.Should().StartWith("error: the directory ");
    }

    [Fact]
    public async Task A_token_comes_from_the_standard_input_and_nothing_is_colored()
    {
        using var issuer = new TestIssuer();
        using var folder = new TempFolder();

        var (code, output, error) = await RunAsync(issuer.Token(), folder, "token", "inspect");

        code.Should().Be(0);
        output.Should().StartWith("UNVERIFIED").And.Contain("user-42").And.NotContain("\u001b");
        error.Should().BeEmpty();
    }

    [Fact]
    public async Task The_output_is_one_JSON_object_with_the_option_for_it()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        using var folder = new TempFolder();

        var (code, output, error) = await RunAsync(
            string.Empty, folder, "audit", "verify", clinic.Directory, "--key", clinic.PublicKey, "--anchor", clinic.AnchorDirectory,
                "--json");

        code.Should().Be(0, error);
        JsonNode.Parse(output)!["verdict"]!.GetValue<string>().Should().Be("Valid");
    }

    [Fact]
    public async Task The_first_use_creates_the_key_of_the_tool_in_the_folder_of_the_users_configuration()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder is another one on other systems.");
        using var clinic = await ClinicLog.CreateMorningAsync();
        using var folder = new TempFolder();

        var (code, output, error) = await RunAsync(
            string.Empty, folder, "audit", "search", clinic.Directory, "--user", "dr-2", "--allow-volatile-file-system");

        code.Should().Be(0, error);
        output.Should().Contain("dr-2");
        FileModes.Of(folder["hipaa-jwt/audit-key.pem"]).Should().Be(FileModes.OwnerOnly);
        clinic.ToolRecords().Should().Contain(record => record.Contains("AuditLogSearched", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        string input, TempFolder configuration, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. ToolProcess.Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CONFIG_HOME"] = configuration.Path },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
