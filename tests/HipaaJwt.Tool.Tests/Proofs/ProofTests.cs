using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Proofs;

public sealed class ProofTests
{
    [Fact]
    public async Task Proves_one_event_and_records_it()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var proved = await ProveAsync(clinic, "2");
        var check = await CheckAsync(clinic, clinic.PublicKey);

        proved.Code.Should().Be(ExitCode.Ok, proved.Error);
        check.Code.Should().Be(ExitCode.Ok, check.Error);
        check.Json["valid"]!.GetValue<bool>().Should().BeTrue();
        check.Json["index"]!.GetValue<int>().Should().Be(2);
        (await File.ReadAllTextAsync(clinic["event.json"], TestContext.Current.CancellationToken)).Should()
            .Contain("dr-2").And.NotContain("dr-9");
        clinic.ToolRecords().Should().Contain(record => record.Contains($"{clinic.Origin}#2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_files_are_for_their_owner_alone_and_never_overwritten()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await ProveAsync(clinic, "2");

        var again = await ProveAsync(clinic, "3");

        again.Code.Should().Be(ExitCode.NotFound);
        FileModes.Of(clinic["event.json"]).Should().Be(FileModes.OwnerOnly);
        (await CheckAsync(clinic, clinic.PublicKey)).Json["index"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task A_changed_record_has_exit_code_1()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await ProveAsync(clinic, "2");
        var record = await File.ReadAllTextAsync(clinic["event.json"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            clinic["event.json"], record.Replace("dr-2", "dr-3", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var run = await CheckAsync(clinic, clinic.PublicKey);

        run.Code.Should().Be(ExitCode.Invalid);
        run.Json["valid"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task A_proof_under_another_key_has_exit_code_1()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await ProveAsync(clinic, "2");
        await clinic.VerifyAsync();

        (await CheckAsync(clinic, clinic.ToolKey)).Code.Should().Be(ExitCode.Invalid);
    }

    [Fact]
    public async Task No_key_has_exit_code_4()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await ProveAsync(clinic, "2");

        var run = await ToolRun.Of("audit", "check-proof", clinic["event.tlog-proof"], clinic["event.json"]);

        run.Code.Should().Be(ExitCode.NothingChecked);
    }

    [Fact]
    public async Task A_malformed_or_missing_proof_is_named()
    {
        using var folder = new TempFolder();
        var (proof, record) = (folder.Write("bad.tlog-proof", "x"), folder.Write("a.json", "{}"));

        (await ToolRun.Of("audit", "check-proof", proof, record)).Code.Should().Be(ExitCode.Invalid);
        (await ToolRun.Of("audit", "check-proof", folder["missing"], record)).Code.Should().Be(ExitCode.NotFound);
        (await ToolRun.Of("audit", "check-proof", proof, folder["missing"])).Code.Should().Be(ExitCode.NotFound);
    }

    [Theory]
    [InlineData("6", ExitCodes.NotFound)]
    [InlineData("5", ExitCodes.Ok)]
    [InlineData("-1", ExitCodes.NotFound)]
    public async Task An_index_beyond_the_end_has_exit_code_3(string index, int code)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ProveAsync(clinic, index);

        ((int)run.Code).Should().Be(code, run.Error);
    }

    [Fact]
    public async Task An_unknown_stream_or_a_missing_directory_has_exit_code_3_and_is_not_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        (await clinic.RunAsync("audit", "prove", clinic.Directory, "clinic/nobody", "0")).Code.Should().Be(ExitCode.NotFound);
        (await clinic.RunAsync("audit", "prove", clinic["missing"], clinic.Origin, "0")).Code.Should().Be(ExitCode.NotFound);
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Fact]
    public async Task Writes_nothing_if_the_use_cannot_be_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(configuration: clinic.KeyFile).RunAsync(
            "audit", "prove", clinic.Directory, clinic.Origin, "2", "--out", clinic["event"], "--allow-volatile-file-system");

        run.Code.Should().Be(ExitCode.NotRecorded);
        File.Exists(clinic["event.json"]).Should().BeFalse();
    }

    [Fact]
    public async Task Exports_tiles_with_the_checkpoint_and_records_it()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "export-tiles", clinic.Directory, clinic.Origin, "--out", clinic["tiles"], "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Json["size"]!.GetValue<int>().Should().Be(6);
        File.Exists(Path.Combine(clinic["tiles"], "checkpoint")).Should().BeTrue();
        clinic.ToolRecords().Should().Contain(record => record.Contains("export-tiles", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exports_nothing_if_the_use_cannot_be_recorded_or_the_stream_is_missing()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var unrecorded = await ToolRun.With(configuration: clinic.KeyFile).RunAsync(
            "audit", "export-tiles", clinic.Directory, clinic.Origin, "--out", clinic["tiles"], "--allow-volatile-file-system");
        var unknown = await clinic.RunAsync("audit", "export-tiles", clinic.Directory, "clinic/nobody", "--out", clinic["other"]);

        unrecorded.Code.Should().Be(ExitCode.NotRecorded);
        Directory.Exists(clinic["tiles"]).Should().BeFalse();
        unknown.Code.Should().Be(ExitCode.NotFound);
    }

    private static Task<ToolRun> ProveAsync(ClinicLog clinic, string index) =>
        clinic.RunAsync("audit", "prove", clinic.Directory, clinic.Origin, index, "--out", clinic["event"]);

    private static Task<ToolRun> CheckAsync(ClinicLog clinic, string key) =>
        ToolRun.Of("audit", "check-proof", clinic["event.tlog-proof"], clinic["event.json"], "--key", key, "--json");

    private static class ExitCodes
    {
        public const int Ok = 0;
        public const int NotFound = 3;
    }
}
