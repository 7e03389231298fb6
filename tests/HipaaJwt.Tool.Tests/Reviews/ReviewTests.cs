using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Reports;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reviews;

public sealed class ReviewTests
{
    [Fact]
    public async Task The_next_report_shows_who_reviewed_the_period_and_which_emergencies()
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency("eg-1"), Emergency("eg-2"));

        var run = await ReviewAsync(clinic, "--grant", "eg-1");
        var report = await ReportAsync(clinic);

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        var review = report.Rows("reviews").Single();
        ReportFigures.Text(review["reviewer"]).Should().Be("M. Keller");
        ReportFigures.Text(review["finding"]).Should().Be("no incident");
        ReportFigures.Text(review["recordedBy"]).Should().Be("officer");
        ReportFigures.Text(review["from"]).Should().StartWith("2026-03-01 00:00:00");
        ReportFigures.Text(review["to"]).Should().StartWith("2026-04-01 00:00:00");
        ReportFigures.Text(report.Row("emergencies", "eg-1")["reviewed"]).Should().StartWith("by M. Keller");
        report.Marked("emergencies").Should().Equal("eg-2");
        report.Findings("emergencies").Should().Equal("Emergency accesses awaiting review: 1 of 2.");
        (await clinic.VerifyAsync()).Code.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public async Task A_period_without_a_sign_off_is_named()
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency("eg-1"));

        var report = await ReportAsync(clinic);

        report.Findings("reviews").Should().ContainSingle().Which.Should().StartWith("Nobody has signed off");
    }

    [Fact]
    public async Task An_emergency_without_a_grant_is_reviewed_with_its_period()
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency(grant: null));
        var before = await ReportAsync(clinic);
        File.Delete(before.Page);

        await ReviewAsync(clinic);
        var after = await ReportAsync(clinic);

        before.Marked("emergencies").Should().Equal("(none)");
        after.Marked("emergencies").Should().BeEmpty();
    }

    [Fact]
    public async Task A_sign_off_of_another_period_is_not_shown()
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency(grant: null));

        await RunAsync(clinic, "2026-02-01", "2026-03-01", "no incident");
        var report = await ReportAsync(clinic);

        report.Rows("reviews").Should().BeEmpty();
        report.Marked("emergencies").Should().Equal("(none)");
    }

    [Theory]
    [InlineData("eg-9")]
    [InlineData("EG-1")]
    public async Task An_unknown_grant_signs_nothing_off(string grant)
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency("eg-1"));

        var run = await ReviewAsync(clinic, "--grant", "eg-1", "--grant", grant);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain(grant);
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Theory]
    [InlineData("2026-04-01", "2026-04-01", "--from must be before --to")]
    [InlineData("2026-03-01", "2999-01-01", "in the future")]
    public async Task A_wrong_period_is_an_error(string from, string to, string message)
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency("eg-1"));

        var run = await RunAsync(clinic, from, to, "no incident");

        run.Code.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain(message);
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, ExitCode.Usage)]
    [InlineData(1, ExitCode.Ok)]
    [InlineData(1_000, ExitCode.Ok)]
    [InlineData(1_001, ExitCode.Usage)]
    public async Task A_finding_has_1_to_1000_characters(int length, object code)
    {
        using var clinic = await ClinicLog.CreateAsync(Emergency("eg-1"));

        var run = await RunAsync(clinic, SiteEvent.From, SiteEvent.To, new string('x', length));

        run.Code.Should().Be((ExitCode)code);
    }

    private static Task<ToolRun> ReviewAsync(ClinicLog clinic, params string[] grants) =>
        RunAsync(clinic, SiteEvent.From, SiteEvent.To, "no incident", grants);

    private static Task<ToolRun> RunAsync(ClinicLog clinic, string from, string to, string finding, params string[] options) =>
        clinic.RunAsync(
        [
            "audit", "review", clinic.Directory, "--from", from, "--to", to, "--by", "M. Keller", "--finding", finding, .. options,
        ]);

    private static Task<ReportFigures> ReportAsync(ClinicLog clinic) => ReportTests.RunAsync(
        clinic, "--key", clinic.PublicKey, "--from", SiteEvent.From, "--to", SiteEvent.To);

    private static AuditEvent Emergency(string? grant) => SiteEvent.Access(SiteEvent.Monday) with
    {
        Id = Guid.NewGuid(),
        IsEmergency = true,
        EmergencyGrantId = grant,
        Justification = "unconscious",
    };
}
