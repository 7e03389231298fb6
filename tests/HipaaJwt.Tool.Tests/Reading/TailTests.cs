using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reading;

public sealed class TailTests
{
    [Fact]
    public async Task Shows_the_last_events_in_their_order_and_records_the_use()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "tail", clinic.Directory, "--lines", "2", "--stream", clinic.Origin);

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Lines.Should().HaveCount(2);
        run.Lines[0].Should().Contain("AccessDenied").And.Contain("\\u001B[2J");
        run.Lines[1].Should().Contain("AuditLogStopped");
        clinic.ToolRecords().Should().Contain(record => record.Contains("tail stream=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10_000, 4)]
    public async Task Shows_as_many_events_as_asked_for(int lines, int shown)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "tail", clinic.Directory, "-n", $"{lines}", "--from", "1h", "--json", "--user", "dr-1");
        var all = await clinic.RunAsync("audit", "tail", clinic.Directory, "-n", "1", "--patient", "p-8", "--json");

        run.Json["events"]!.AsArray().Count.Should().Be(Math.Min(shown, 2));
        all.Json["events"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Follows_new_events_until_it_is_ended_which_is_no_failure()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        using var end = new CancellationTokenSource();
        using var output = new LineWatcher();

#pragma warning disable CA2025 // The task is awaited below.
        var following = ToolRun.With(configuration: clinic.Configuration).RunAsync(
            ["audit", "tail", clinic.Directory, "--follow", "--json", "-n", "1", "--user", "dr-2", "--allow-volatile-file-system"],
            output,
            end.Token);
#pragma warning restore CA2025
        var last = await output.NextAsync();
        await clinic.WriteAsync(ClinicLog.Morning(TimeProvider.System));
        var next = await output.NextAsync();
        await end.CancelAsync();

        (await following).Should().Be(ExitCode.Ok);
        (IndexOf(last), IndexOf(next)).Should().Be((2, 8));
    }

    [Fact]
    public async Task Shows_nothing_if_the_use_cannot_be_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(configuration: clinic.KeyFile)
            .RunAsync("audit", "tail", clinic.Directory, "--allow-volatile-file-system");

        run.Code.Should().Be(ExitCode.NotRecorded);
        run.Output.Should().BeEmpty();
    }

    private static long IndexOf(string line) => JsonNode.Parse(line)!["index"]!.GetValue<long>();
}
