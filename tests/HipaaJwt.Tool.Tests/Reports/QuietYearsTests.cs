namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>False alarms: years without incidents, of 61 users each.</summary>
[Trait("Speed", "Slow")]
public sealed class QuietYearsTests
{
    [Theory]
    [InlineData(1, 3)]
    public Task A_quiet_year_marks_nobody(int seed, int accessesInShift) => CheckQuietAsync(seed, accessesInShift);

    [Theory(Explicit = true)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 3)]
    [InlineData(7, 3)]
    [InlineData(8, 3)]
    [InlineData(9, 12)]
    [InlineData(10, 30)]
    public Task Nine_further_quiet_years_mark_nobody(int seed, int accessesInShift) => CheckQuietAsync(seed, accessesInShift);

    [Theory]
    [InlineData(11, 3)]
    public async Task A_year_with_incidents_marks_those_who_caused_them_and_nobody_else(int seed, int accessesInShift)
    {
        using var log = await HospitalLog.CreateAsync(seed, accessesInShift, hasIncidents: true);

        var report = await log.ReportAsync("report.html");

        report.Marked("users").Should().Contain([PlantedIncidents.Snoop, HospitalYear.Job])
            .And.OnlyContain(user => user == PlantedIncidents.Snoop || user == PlantedIncidents.Victim || user == HospitalYear.Job);
        report.Rows("shared").Select(row => ReportFigures.Text(row["user"])).Distinct().Should().Equal(PlantedIncidents.Victim);
    }

    private static async Task CheckQuietAsync(int seed, int accessesInShift)
    {
        using var log = await HospitalLog.CreateAsync(seed, accessesInShift, hasIncidents: false);

        var report = await log.ReportAsync("report.html");

        report.Marked("users").Should().BeEmpty();
        report.Marked("clients").Should().BeEmpty();
        report.Marked("afterHours").Should().BeEmpty();
        report.Rows("shared").Should().BeEmpty();
    }
}
