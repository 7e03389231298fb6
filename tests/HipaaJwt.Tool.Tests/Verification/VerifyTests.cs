using System.Text;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Verification;

public sealed class VerifyTests
{
    [Fact]
    public async Task A_log_that_its_anchor_covers_is_valid()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.Of(
            "audit", "verify", clinic.Directory, "--key", clinic.PublicKey, "--anchor", clinic.AnchorDirectory, "--require-anchor");

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Output.Should().Contain("OK: all events are genuine, and an anchor covers them all.").And.Contain(clinic.Origin);
    }

    [Fact]
    public async Task A_log_without_an_anchor_is_valid_up_to_what_the_key_can_sign()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey, "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Json["verdict"]!.GetValue<string>().Should().Be("ValidAfterAnchor");
        run.Json["streams"]!.AsArray().Should().ContainSingle();
        run.Json["streams"]![0]!["origin"]!.GetValue<string>().Should().Be(clinic.Origin);
    }

    [Fact]
    public async Task Accepts_the_file_vkey_and_its_text_as_keys()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        var file = Path.Combine(clinic.StreamDirectory, "vkey");
        var text = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();

        (await ToolRun.Of("audit", "verify", clinic.Directory, "--key", file)).Code.Should().Be(ExitCode.Ok);
        (await ToolRun.Of("audit", "verify", clinic.Directory, "--key", text)).Code.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public async Task A_changed_record_has_exit_code_1_and_the_line_is_named()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        var lines = await File.ReadAllTextAsync(clinic.Segment, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            clinic.Segment, lines.Replace("dr-2", "dr-3", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey);

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("INVALID").And.Contain("LeafMismatch").And.Contain("line 4");
    }

    [Fact]
    public async Task A_wrong_key_has_exit_code_1()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await ToolRun.Of("audit", "keys", "new", clinic["other.key"]);
        await File.WriteAllTextAsync(
            clinic["other.pem"], (await ToolRun.Of("audit", "keys", "public", clinic["other.key"])).Output,
                TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic["other.pem"], "--json");

        run.Code.Should().Be(ExitCode.Invalid);
        run.Json["valid"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task A_cut_end_is_found_by_the_anchor()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        var anchor = Directory.EnumerateFiles(clinic.AnchorDirectory).Single();
        var copy = clinic["kept.checkpoint"];
        await clinic.WriteAsync(ClinicLog.Morning(TimeProvider.System));
        File.Copy(anchor, copy);
        foreach (var file in Directory.EnumerateFiles(clinic.StreamDirectory))
        {
            File.Delete(file);
        }

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey, "--anchor", copy);

        run.Code.Should().NotBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_missing_anchor_has_exit_code_4_if_one_is_required()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey, "--require-anchor");

        run.Code.Should().Be(ExitCode.NothingChecked);
        run.Output.Should().Contain("NOTHING CHECKED");
    }

    [Fact]
    public async Task No_key_has_exit_code_4()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        (await ToolRun.Of("audit", "verify", clinic.Directory)).Code.Should().Be(ExitCode.NothingChecked);
    }

    [Fact]
    public async Task A_directory_without_a_stream_has_exit_code_4()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        Directory.CreateDirectory(clinic["empty"]);

        (await ToolRun.Of("audit", "verify", clinic["empty"], "--key", clinic.PublicKey)).Code.Should().Be(ExitCode.NothingChecked);
    }

    [Fact]
    public async Task A_missing_directory_has_exit_code_3()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.Of("audit", "verify", clinic["missing"], "--key", clinic.PublicKey);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("does not exist");
    }

    [Fact]
    public async Task A_missing_or_malformed_key_file_has_exit_code_3()
    {
        using var folder = new TempFolder();

        (await ToolRun.Of("audit", "verify", folder.Path, "--key", folder["missing"])).Code.Should().Be(ExitCode.NotFound);
        (await ToolRun.Of("audit", "verify", folder.Path, "--key", folder.Write("bad", "x\n"))).Code.Should().Be(ExitCode.NotFound);
        (await ToolRun.Of("audit", "verify", folder.Path, "--key", folder.Write("empty", "\n"))).Error.Should().Contain("empty");
    }

    [Fact]
    public async Task A_private_key_is_no_verifier_key()
    {
        using var folder = new TempFolder();
        await ToolRun.Of("audit", "keys", "new", folder["private.key"]);

        var run = await ToolRun.Of("audit", "verify", folder.Path, "--key", folder["private.key"]);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().NotContain("PRIVATE KEY");
        run.Error.Should().Contain("contains a private key")
            .And.Contain($"hipaa-jwt audit keys public {folder["private.key"]} > audit-public.pem");
    }

    [Fact]
    public async Task A_malformed_key_on_the_command_line_has_exit_code_2()
    {
        using var folder = new TempFolder();

        (await ToolRun.Of("audit", "verify", folder.Path, "--key", "a/b+00000000+AAAA")).Code.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task A_missing_or_malformed_anchor_has_exit_code_3()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await File.WriteAllTextAsync(clinic["bad"], "not a note\n", TestContext.Current.CancellationToken);

        (await VerifyWithAnchorAsync(clinic["bad"])).Error.Should().Contain("is not a signed checkpoint");
        (await VerifyWithAnchorAsync(clinic["bad"])).Code.Should().Be(ExitCode.NotFound);
        (await VerifyWithAnchorAsync(clinic["missing"])).Code.Should().Be(ExitCode.NotFound);

        Task<ToolRun> VerifyWithAnchorAsync(string anchor) =>
            ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey, "--anchor", anchor);
    }

    [Fact]
    public async Task Hostile_bytes_of_a_log_never_reach_the_terminal()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await File.AppendAllTextAsync(clinic.Segment, "\u001b[2J\u202e\n", Encoding.UTF8, TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey);

        run.Output.Should().NotContain("\u001b").And.NotContain("\u202e");
    }
}
