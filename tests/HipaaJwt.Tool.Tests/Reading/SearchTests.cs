using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reading;

public sealed class SearchTests
{
    [Fact]
    public async Task Finds_the_events_of_a_patient_and_records_the_search()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "search", clinic.Directory, "--patient", "p-7", "--reason", "complaint 17", "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Json["count"]!.GetValue<int>().Should().Be(4, "the search itself is about the patient too");
        run.Json["events"]![0]!["event"]!["subject"]!.GetValue<string>().Should().Be("dr-1");
        var record = clinic.ToolRecords().Single(line => line.Contains("AuditLogSearched", StringComparison.Ordinal));
        record.Should()
            .Contain("\"officer\"").And.Contain("complaint 17").And.Contain("\"patient\":\"p-7\"").And.Contain("\"resource\":\"search\"");
        (await clinic.VerifyAsync()).Code.Should().Be(ExitCode.Ok);
    }

    [Theory]
    [InlineData("--user dr-2", 1)]
    [InlineData("--outcome failure", 1)]
    [InlineData("--code RequirementNotMet", 1)]
    [InlineData("--type AccessDenied", 1)]
    [InlineData("--type accessgranted --patient p-7", 2)]
    [InlineData("--type AccessGranted --from 1d", 3)]
    [InlineData("--type AccessGranted --to 1d", 0)]
    [InlineData("--type AccessGranted --from 2999-01-01", 0)]
    [InlineData("--stream clinic/nobody", 0)]
    public async Task Finds_what_fulfills_all_conditions(string conditions, int count)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync(["audit", "search", clinic.Directory, "--json", .. conditions.Split(' ')]);

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Json["count"]!.GetValue<int>().Should().Be(count);
        run.Json["complete"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task Shows_a_table_without_what_changes_the_terminal()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "search", clinic.Directory, "--type", "AccessDenied");

        run.Lines[0].Should().StartWith("TIME").And.EndWith("RESOURCE");
        run.Lines[1].Should()
            .Contain("dr-9").And.Contain("p-7").And.Contain("RequirementNotMet").And.EndWith("\\u001B[2J\\u202E[red]evil[/]\\u000A");
        run.Lines[2].Should().Be("Events: 1");
    }

    [Fact]
    public async Task Says_that_there_are_more_events_than_the_limit()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var exact = await clinic.RunAsync("audit", "search", clinic.Directory, "--type", "AccessGranted", "--limit", "3", "--json");
        var fewer = await clinic.RunAsync("audit", "search", clinic.Directory, "--type", "AccessGranted", "--limit", "2", "--json");

        exact.Json["complete"]!.GetValue<bool>().Should().BeTrue();
        fewer.Json["complete"]!.GetValue<bool>().Should().BeFalse();
        fewer.Json["count"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task Shows_nothing_if_the_search_cannot_be_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(configuration: clinic.KeyFile).RunAsync(
            "audit", "search", clinic.Directory, "--allow-volatile-file-system", "--json");

        run.Code.Should().Be(ExitCode.NotRecorded);
        run.Error.Should().Contain("could not be recorded");
        run.Output.Should().NotContain("dr-1");
        run.Json["exitCode"]!.GetValue<int>().Should().Be(5);
    }

    [Theory]
    [InlineData("p-8\n", 0, 2)]
    [InlineData("", 2, null)]
    [InlineData(" \n", 2, null)]
    public async Task Reads_the_patient_from_the_standard_input(string input, int code, int? count)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(input, configuration: clinic.Configuration).RunAsync(
            "audit", "search", clinic.Directory, "--patient", "-", "--allow-volatile-file-system", "--json");

        ((int)run.Code).Should().Be(code, run.Error);
        run.Json["count"]?.GetValue<int>().Should().Be(count);
    }

    [Fact]
    public async Task The_record_of_a_search_can_be_anchored_and_verified_with_all_others()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "search", clinic.Directory, "--recording-anchor", clinic.AnchorDirectory);
        var verified = await clinic.VerifyAsync("--anchor", clinic.AnchorDirectory, "--require-anchor", "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        verified.Json["verdict"]!.GetValue<string>().Should().Be("Valid");
        verified.Json["streams"]!.AsArray().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_verification_without_the_key_of_the_tool_says_which_key_is_missing()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await clinic.RunAsync("audit", "search", clinic.Directory);

        var run = await ToolRun.Of("audit", "verify", clinic.Directory, "--key", clinic.PublicKey);

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("record the use of this tool").And.Contain("add --key tool.pem");
    }

    [Fact]
    public async Task Finds_a_patient_behind_pseudonyms_with_their_key()
    {
        using var clinic = await ClinicLog.CreateAsync();
        var key = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(value => (byte)value)]);
        await File.WriteAllTextAsync(clinic["pseudonyms"], key + "\n", TestContext.Current.CancellationToken);
        await clinic.RunAsync("audit", "search", clinic.Directory, "--patient", "p-7", "--pseudonym-key", clinic["pseudonyms"]);

        var found = await clinic.RunAsync(
            "audit", "search", clinic.Directory, "--patient", "p-7", "--pseudonym-key", clinic["pseudonyms"], "--json");

        found.Json["count"]!.GetValue<int>().Should().Be(2, "both searches are about the patient");
        clinic.ToolRecords().Should().NotContain(record => record.Contains("p-7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    public async Task A_malformed_pseudonym_key_has_exit_code_3(string text)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await File.WriteAllTextAsync(clinic["pseudonyms"], text, TestContext.Current.CancellationToken);

        var run = await clinic.RunAsync("audit", "search", clinic.Directory, "--pseudonym-key", clinic["pseudonyms"]);

        run.Code.Should().Be(ExitCode.NotFound);
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Fact]
    public async Task A_missing_directory_has_exit_code_3_and_is_not_created()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        (await clinic.RunAsync("audit", "search", clinic["missing"])).Code.Should().Be(ExitCode.NotFound);
        Directory.Exists(clinic["missing"]).Should().BeFalse();
    }
}
