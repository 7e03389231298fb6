using System.Text.Json.Nodes;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports.Sections;

/// <summary>Both sides of the boundaries of the sections.</summary>
public sealed class SectionTests
{
    [Theory]
    [InlineData("UTC", 6, 59, 59, 1)]
    [InlineData("UTC", 7, 0, 0, 0)]
    [InlineData("UTC", 18, 59, 59, 0)]
    [InlineData("UTC", 19, 0, 0, 1)]
    [InlineData("Europe/Zurich", 6, 0, 0, 0)]
    [InlineData("Europe/Zurich", 18, 0, 0, 1)]
    public async Task Working_hours_are_those_of_the_site(string zone, int hour, int minute, int second, int afterHours)
    {
        var time = SiteEvent.Monday + new TimeSpan(hour, minute, second);

        var report = await ReportAsync([SiteEvent.Access(time)], "--time-zone", zone);

        report.Rows("afterHours").Sum(row => row["afterHours"]!.GetValue<double>()).Should().Be(afterHours);
    }

    [Theory]
    [InlineData(4, "Mon-Fri", 0)]
    [InlineData(5, "Mon-Fri", 1)]
    [InlineData(5, "Mon-Fri,Sat", 0)]
    [InlineData(6, "Sat-Mon", 0)]
    public async Task Working_days_are_those_of_the_site(int day, string days, int afterHours)
    {
        var report = await ReportAsync([SiteEvent.Access(SiteEvent.Monday.AddDays(day).AddHours(12))], "--days", days);

        report.Rows("afterHours").Count.Should().Be(afterHours);
    }

    [Fact]
    public async Task The_hours_follow_summer_time()
    {
        var inWinter = new DateTimeOffset(2026, 3, 27, 5, 30, 0, TimeSpan.Zero);
        var inSummer = new DateTimeOffset(2026, 3, 30, 5, 30, 0, TimeSpan.Zero);

        AuditEvent[] events = [SiteEvent.Access(inWinter, "dr-winter"), SiteEvent.Access(inSummer, "dr-summer")];
        var report = await ReportAsync(events, "--time-zone", "Europe/Zurich");

        report.Rows("afterHours").Select(row => ReportFigures.Text(row["user"])).Should().Equal("dr-winter");
    }

    [Theory]
    [InlineData(AuditOutcome.Success)]
    [InlineData(AuditOutcome.Failure)]
    public async Task A_change_of_the_options_names_the_section_the_issuers_and_the_outcome(AuditOutcome outcome)
    {
        var change = SiteEvent.Access(SiteEvent.Monday, patient: null) with
        {
            Type = AuditEventType.ConfigurationChanged,
            Outcome = outcome,
            ResourceId = "HipaaJwtOptions",
            Resource = "issuers added: https://other.example",
        };

        var row = (await ReportAsync([change])).Rows("configurationChanges").Should().ContainSingle().Which;

        ReportFigures.Text(row["outcome"]).Should().Be(outcome.ToString());
        ReportFigures.Text(row["name"]).Should().Be("HipaaJwtOptions");
        ReportFigures.Text(row["details"]).Should().Be("issuers added: https://other.example");
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public async Task Ten_failures_from_an_address_within_an_hour_are_marked(int count, bool isMarked)
    {
        var events = Enumerable.Range(0, count).Select(index => SiteEvent.Rejection(SiteEvent.Monday.AddMinutes(index), "192.0.2.9"));

        var report = await ReportAsync([.. events, SiteEvent.Rejection(SiteEvent.Monday.AddHours(2), "192.0.2.9")]);

        report.Marked("refusalsByAddress").Any().Should().Be(isMarked);
        report.Row("refusalsByAddress", "192.0.2.9")["failures"]!.GetValue<double>().Should().Be(count + 1);
        report.Rows("refusalsByReason").Single()["failures"]!.GetValue<double>().Should().Be(count + 1);
    }

    [Theory]
    [InlineData(15 * 60, "10.0.0.2", true)]
    [InlineData((15 * 60) + 1, "10.0.0.2", false)]
    [InlineData(60, "10.0.0.1", false)]
    public async Task A_session_that_returns_to_an_address_within_15_minutes_is_marked(int seconds, string other, bool isMarked)
    {
        var start = SiteEvent.Monday.AddHours(9);
        AuditEvent[] events =
        [
            SiteEvent.Access(start) with { SessionId = "s-1" },
            SiteEvent.Access(start.AddSeconds(1), address: other) with { SessionId = "s-1" },
            SiteEvent.Access(start.AddSeconds(seconds)) with { SessionId = "s-1" },
        ];

        var report = await ReportAsync(events);

        report.Rows("shared").Any().Should().Be(isMarked);
    }

    [Fact]
    public async Task A_user_who_moves_once_to_another_network_is_not_marked()
    {
        var start = SiteEvent.Monday.AddHours(9);

        var report = await ReportAsync([SiteEvent.Access(start), SiteEvent.Access(start.AddMinutes(1), address: "203.0.113.7")]);

        report.Rows("shared").Should().BeEmpty();
    }

    [Theory]
    [InlineData(6, 0, 1)]
    [InlineData(5, 59, 0)]
    public async Task A_silence_of_six_hours_is_listed(int hours, int minutes, int count)
    {
        var first = SiteEvent.Monday.AddHours(1);
        var second = first.AddHours(hours).AddMinutes(minutes);

        var report = await ReportOfPeriodAsync(
            [SiteEvent.Access(first), SiteEvent.Access(second)], SiteEvent.Monday.ToString("O"), second.AddHours(1).ToString("O"));

        report.Rows("silences").Should().HaveCount(count);
    }

    [Fact]
    public async Task Labels_and_categories_of_sensitive_data_are_counted()
    {
        var access = SiteEvent.Access(SiteEvent.Monday);
        AuditEvent[] events =
        [
            access with { SecurityLabels = ["42CFRPart2"], DataCategories = ["laboratory"] },
            access with { Id = Guid.NewGuid(), SecurityLabels = ["V", "N"], Type = AuditEventType.AccessDenied },
        ];

        var report = await ReportAsync(events);

        report.Marked("labels").Should().BeEquivalentTo("42CFRPart2", "V");
        report.Row("labels", "V")["denied"]!.GetValue<double>().Should().Be(1);
        report.Row("sensitiveUsers", "dr-1")["accesses"]!.GetValue<double>().Should().Be(1);
        report.Rows("categories").Should().ContainSingle();
    }

    [Fact]
    public async Task Users_of_several_issuers_stay_apart()
    {
        var access = SiteEvent.Access(SiteEvent.Monday);

        var report = await ReportAsync([access, access with { Id = Guid.NewGuid(), Issuer = "https://partner.example" }]);

        report.Rows("users").Select(row => ReportFigures.Text(row["name"]))
            .Should().BeEquivalentTo("dr-1", "dr-1 (https://partner.example)");
    }

    private static Task<ReportFigures> ReportAsync(AuditEvent[] events, params string[] options) =>
        ReportOfPeriodAsync(events, SiteEvent.From, SiteEvent.To, options);

    private static async Task<ReportFigures> ReportOfPeriodAsync(AuditEvent[] events, string from, string to, params string[] options)
    {
        using var clinic = await ClinicLog.CreateAsync(events);
        var report = await ReportTests.RunAsync(clinic, ["--key", clinic.PublicKey, "--from", from, "--to", to, .. options]);
        report.Run.Json["sections"].Should().BeOfType<JsonArray>(report.Run.Error);
        return report;
    }
}
