using System.Net;
using System.Text.RegularExpressions;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>What a reader sees first, and what the page says about it.</summary>
public sealed partial class AttentionTests
{
    [Fact]
    public async Task The_worst_finding_comes_first_with_how_far_it_is_above_its_limit()
    {
        AuditEvent[] failures =
        [
            .. Enumerable.Range(0, 50).Select(number => SiteEvent.Rejection(SiteEvent.Monday.AddSeconds(number), "203.0.113.5")),
        ];
        AuditEvent[] shared =
        [
            .. Enumerable.Range(0, 4).Select(number => SiteEvent.Access(
                SiteEvent.Monday.AddHours(10).AddMinutes(number), address: number % 2 == 0 ? "10.0.0.1" : "10.0.0.2") with
                {
                    SessionId = "s-1",
                }),
        ];
        using var clinic = await ClinicLog.CreateAsync([.. failures, .. shared]);

        var page = await PageAsync(clinic, "--key", clinic.PublicKey);

        var attention = Attention().Match(page).Value;
        Times().Matches(attention).Select(match => match.Groups[1].Value).Should().Equal("5.0", "2.0");
        Items().Matches(attention).Select(match => match.Groups[1].Value).Take(3)
            .Should().Equal("integrity", "refusals", "shared");
        attention.Should().Contain("The worst comes first");
    }

    [Fact]
    public async Task Days_have_their_weekdays_for_people_and_plain_dates_for_programs()
    {
        using var clinic = await ClinicLog.CreateAsync(SiteEvent.Access(SiteEvent.Monday.AddHours(10)));

        var report = await ReportTests.RunAsync(clinic, "--key", clinic.PublicKey, "--patient", "p-7");
        var page = await ReadAsync(report);

        page.Should().Contain("Mon 2026-03-02 10:00:00 +00:00").And.Contain("Mon 2026-03-02<");
        ReportFigures.Text(report.Row("users", "dr-1")["day"]).Should().Be("2026-03-02");
        report.Rows("patient").Select(row => ReportFigures.Text(row["time"])).Should().Contain("2026-03-02 10:00:00 +00:00");
    }

    [Fact]
    public async Task The_hours_and_addresses_of_a_marked_day_are_beside_it()
    {
        AuditEvent[] quiet =
        [
            .. Enumerable.Range(0, 5).Select(number => SiteEvent.Access(SiteEvent.Monday.AddHours(8), $"dr-{number}", $"p-{number}")),
        ];
        AuditEvent[] curious =
        [
            .. Enumerable.Range(0, 30).Select(number => SiteEvent.Access(
                SiteEvent.Monday.AddDays(1).AddHours(20).AddMinutes(number * 3),
                "dr-9",
                $"q-{number}",
                number < 10 ? "203.0.113.5" : "10.0.0.1")),
        ];
        AuditEvent[] later = [SiteEvent.Access(SiteEvent.Monday.AddDays(2).AddHours(9), "dr-9", "q-1", "10.9.9.9")];
        using var clinic = await ClinicLog.CreateAsync([.. quiet, .. curious, .. later]);

        var report = await ReportTests.RunAsync(clinic, "--key", clinic.PublicKey);

        var row = report.Rows("userDays").Should().ContainSingle().Subject;
        ReportFigures.Text(row["name"]).Should().Be("dr-9");
        ReportFigures.Text(row["day"]).Should().Be("2026-03-03");
        ReportFigures.Text(row["hours"]).Should().Be("20:00 (20), 21:00 (10)");
        ReportFigures.Text(row["addresses"]).Should().Be("10.0.0.1 (20), 203.0.113.5 (10)");
        (row["patients"]!.GetValue<double>(), row["accesses"]!.GetValue<double>()).Should().Be((30, 30));
        report.Findings("users").Should().ContainSingle().Which.Should().Contain("patients on Tue 2026-03-03");
    }

    [Theory]
    [InlineData(8, "")]
    [InlineData(9, ", others (1)")]
    public async Task Beyond_eight_addresses_of_a_day_the_rest_is_counted(int addresses, string rest)
    {
        AuditEvent[] quiet =
        [
            .. Enumerable.Range(0, 5).Select(number => SiteEvent.Access(SiteEvent.Monday.AddHours(8), $"dr-{number}", $"p-{number}")),
        ];
        AuditEvent[] curious =
        [
            .. Enumerable.Range(0, 30).Select(number => SiteEvent.Access(
                SiteEvent.Monday.AddHours(20), "dr-9", $"q-{number}", $"10.0.0.{(number < addresses ? number : 0)}")),
        ];
        using var clinic = await ClinicLog.CreateAsync([.. quiet, .. curious]);

        var report = await ReportTests.RunAsync(clinic, "--key", clinic.PublicKey);

        ReportFigures.Text(report.Rows("userDays").Single()["addresses"])
            .Should().EndWith($"10.0.0.7 (1){rest}").And.NotContain("10.0.0.8");
    }

    [Fact]
    public async Task The_words_of_the_rule_are_explained_where_it_is_used()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var page = await PageAsync(clinic, "--key", clinic.PublicKey);

        page.Split("The median absolute deviation (MAD) is the median of the distances from it").Should()
            .HaveCount(4, "users, after hours and patients use it");
        page.Should().Contain("Void bytes are");
    }

    private static async Task<string> PageAsync(ClinicLog clinic, params string[] options)
    {
        var report = await ReportTests.RunAsync(clinic, options);
        return await ReadAsync(report);
    }

    private static async Task<string> ReadAsync(ReportFigures report) =>
        WebUtility.HtmlDecode(await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken));

    [GeneratedRegex("<section id=\"attention\".*?</section>", RegexOptions.Singleline)]
    private static partial Regex Attention();

    [GeneratedRegex(@" ([0-9.,]+) × the limit\.<")]
    private static partial Regex Times();

    [GeneratedRegex("<li.*?href=\"#([a-z-]+)\"")]
    private static partial Regex Items();
}
