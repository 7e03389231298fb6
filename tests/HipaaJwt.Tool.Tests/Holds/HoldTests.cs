using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Holds;

public sealed class HoldTests
{
    [Fact]
    public async Task Adds_lists_and_releases_a_hold_and_records_both_changes()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var added = await clinic.RunAsync("audit", "hold", "add", clinic.Directory, "case-17", "--reason", "subpoena");
        var held = await ToolRun.Of("audit", "hold", "list", clinic.Directory, "--json");
        var released = await clinic.RunAsync("audit", "hold", "release", clinic.Directory, "case-17", "--reason", "settled");
        var free = await ToolRun.Of("audit", "hold", "list", clinic.Directory, "--json");

        added.Code.Should().Be(ExitCode.Ok, added.Error);
        held.Json["held"]!.GetValue<bool>().Should().BeTrue();
        held.Json["holds"]![0]!["name"]!.GetValue<string>().Should().Be("case-17");
        held.Json["holds"]![0]!["reason"]!.GetValue<string>().Should().Be("subpoena");
        released.Code.Should().Be(ExitCode.Ok, released.Error);
        free.Json["held"]!.GetValue<bool>().Should().BeFalse();
        clinic.ToolRecords().Where(record => record.Contains("AuditLogHold", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.Contain(record => record.Contains("subpoena")).And.Contain(record => record.Contains("settled"));
    }

    [Fact]
    public async Task The_same_name_twice_has_exit_code_1_and_is_not_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await clinic.RunAsync("audit", "hold", "add", clinic.Directory, "case-17");
        var records = clinic.ToolRecords().Length;

        var run = await clinic.RunAsync("audit", "hold", "add", clinic.Directory, "case-17");

        run.Code.Should().Be(ExitCode.Invalid);
        clinic.ToolRecords().Should().HaveCount(records);
    }

    [Fact]
    public async Task A_missing_hold_or_directory_has_exit_code_3()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        (await clinic.RunAsync("audit", "hold", "release", clinic.Directory, "case-17")).Code.Should().Be(ExitCode.NotFound);
        (await clinic.RunAsync("audit", "hold", "add", clinic["missing"], "case-17")).Code.Should().Be(ExitCode.NotFound);
        (await ToolRun.Of("audit", "hold", "list", clinic["missing"])).Code.Should().Be(ExitCode.NotFound);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    public async Task A_malformed_name_has_exit_code_2(string name)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        (await clinic.RunAsync("audit", "hold", "add", clinic.Directory, name)).Code.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task A_hold_that_cannot_be_recorded_is_not_added()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(configuration: clinic.KeyFile).RunAsync(
            "audit", "hold", "add", clinic.Directory, "case-17", "--allow-volatile-file-system");

        run.Code.Should().Be(ExitCode.NotRecorded);
        new AuditLogHolds(clinic.Directory).IsHeld.Should().BeFalse();
    }

    [Fact]
    public async Task The_reason_of_a_hold_is_escaped()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        new AuditLogHolds(clinic.Directory).TryAdd(new AuditLogHold("case-17", null, "\u001b[2J[red]x"));

        var run = await ToolRun.Of("audit", "hold", "list", clinic.Directory);

        run.Output.Should().Contain("\\u001B[2J[red]x").And.Contain("(unknown)").And.NotContain("\u001b");
    }
}
