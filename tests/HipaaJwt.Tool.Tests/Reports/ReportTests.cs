using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

public sealed class ReportTests
{
    private const string Hostile = "<script>document.title='owned'</script>\"'&\u202e";

    [Fact]
    public async Task Writes_one_private_page_without_scripts_and_without_the_network()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic, "--key", clinic.PublicKey);
        var page = await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken);

        page.Should().Contain("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
            .And.NotContain("<script").And.NotContain("http:").And.NotContain("@import").And.NotContain("src=");
        FileModes.Of(report.Page).Should().Be(FileModes.OwnerOnly);
        clinic.ToolRecords().Should().ContainSingle(record => record.Contains("\"resource\":\"report\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_of_the_log_reaches_the_page_encoded()
    {
        using var clinic = await ClinicLog.CreateAsync(SiteEvent.Access(SiteEvent.Monday.AddHours(10), Hostile, Hostile) with
        {
            Roles = [Hostile],
            ClientId = Hostile,
            SecurityLabels = [Hostile],
            DataCategories = [Hostile],
            Recipient = Hostile,
            EmergencyGrantId = Hostile,
            Justification = Hostile,
        });

        var report = await RunAsync(clinic, "--key", clinic.PublicKey, "--patient", Hostile);
        var page = await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken);

        page.Should().NotContain("<script").And.NotContain("\u202e").And.Contain("&lt;script&gt;document.title=");
        report.Rows("patient").Should().Contain(row => ReportFigures.Text(row["user"]) == Hostile, "programs receive the text itself");
    }

    [Fact]
    public async Task Every_chart_has_a_table_and_every_table_of_the_figures_is_on_the_page()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic, "--key", clinic.PublicKey);
        var page = await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken);

        var tables = report.Run.Json["sections"]!.AsArray().SelectMany(section => section!["tables"]!.AsArray())
            .Where(table => table!["rows"]!.AsArray().Count > 0).Select(table => ReportFigures.Text(table!["id"])).ToArray();
        tables.Should().OnlyHaveUniqueItems().And.NotBeEmpty();
        tables.Should().OnlyContain(table => page.Contains($"id=\"{table}-caption\"", StringComparison.Ordinal));
        page.Split("<figure>").Length.Should().BeGreaterThan(3);
        page.Split("<svg role=\"img\"").Length.Should().Be(page.Split("<figure>").Length);
    }

    [Fact]
    public async Task Without_a_key_the_exit_code_and_the_page_say_that_nothing_was_checked()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic);

        report.Run.Code.Should().Be(ExitCode.NothingChecked);
        report.Run.Error.Should().Contain("do not rely on the figures");
        report.Findings("integrity").First().Should().StartWith("NOTHING WAS CHECKED");
    }

    [Fact]
    public async Task A_missing_key_of_the_tool_is_named()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic, "--key", clinic.PublicKey);

        report.Findings("integrity").Should().Contain(finding => finding.StartsWith("Streams hipaa-jwt/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_log_is_called_invalid_first()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        var text = await File.ReadAllTextAsync(clinic.Segment, TestContext.Current.CancellationToken);
        var changed = text.Replace("dr-2", "dr-3", StringComparison.Ordinal);
        await File.WriteAllTextAsync(clinic.Segment, changed, TestContext.Current.CancellationToken);

        var report = await RunAsync(clinic, "--key", clinic.PublicKey);

        report.Run.Code.Should().Be(ExitCode.Invalid);
        report.Findings("integrity").First().Should().StartWith("INVALID");
    }

    [Theory]
    [InlineData("Europe/Zurrich", "Did you mean Europe/Zurich?")]
    [InlineData("Zurich", "Did you mean Europe/Zurich?")]
    [InlineData("Mars/Olympus_Mons", "Write one such as")]
    public async Task An_unknown_time_zone_is_an_error_that_names_the_nearest_ones(string zone, string hint)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic, "--time-zone", zone);

        report.Run.Code.Should().Be(ExitCode.Usage);
        report.Run.Error.Should().Contain(zone).And.Contain(hint);
        File.Exists(report.Page).Should().BeFalse();
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Theory]
    [InlineData("--hours", "19:00-07:00", "a later end")]
    [InlineData("--hours", "7-19", "a later end")]
    [InlineData("--days", "Mon-Fry", "Mon-Fri")]
    [InlineData("--rows", "0", "1 to 1000")]
    [InlineData("--rows", "1001", "1 to 1000")]
    [InlineData("--to", "2020-01-01", "--from must be before --to")]
    public async Task A_wrong_option_is_an_error(string option, string value, string hint)
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic, "--from", "2020-01-02", option, value);

        report.Run.Code.Should().Be(ExitCode.Usage);
        report.Run.Error.Should().Contain(hint);
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_is_never_overwritten()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await File.WriteAllTextAsync(clinic["report.html"], "mine", TestContext.Current.CancellationToken);

        var report = await RunAsync(clinic, "--key", clinic.PublicKey);

        report.Run.Code.Should().Be(ExitCode.NotFound);
        (await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken)).Should().Be("mine");
    }

    [Fact]
    public async Task Nothing_is_written_if_the_use_cannot_be_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(configuration: clinic.KeyFile).RunAsync(
            "audit", "report", clinic.Directory, "--out", clinic["report.html"], "--allow-volatile-file-system");

        run.Code.Should().Be(ExitCode.NotRecorded);
        File.Exists(clinic["report.html"]).Should().BeFalse();
    }

    [Fact]
    public async Task Lists_the_accesses_of_one_patient()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var report = await RunAsync(clinic, "--key", clinic.PublicKey, "--patient", "p-8");

        report.Rows("patient").Select(row => ReportFigures.Text(row["type"])).Should().Equal("AuditLogSearched", "AccessGranted");
        clinic.ToolRecords().Should().Contain(record => record.Contains("\"patient\":\"p-8\"", StringComparison.Ordinal));
    }

    internal static async Task<ReportFigures> RunAsync(ClinicLog clinic, params string[] options)
    {
        var page = clinic["report.html"];
        return new ReportFigures(
            await clinic.RunAsync(["audit", "report", clinic.Directory, "--out", page, "--json", .. options]), page);
    }
}
