using System.Globalization;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>Each planted incident can be named from the figures alone, and a year without incidents names none.</summary>
public sealed class HospitalYearTests(HospitalYearTests.Reports reports) : IClassFixture<HospitalYearTests.Reports>
{
    [Fact]
    public void The_log_of_the_year_verifies()
    {
        reports.Incidents.Run.Code.Should().Be(ExitCode.Ok, reports.Incidents.Run.Error);
        reports.Incidents.Findings("integrity").Should().BeEmpty();
        reports.Incidents.Rows("streams").Should().HaveCount(2, "the service and the tool write a stream each");
    }

    [Fact]
    public void Names_the_snooping_nurse_by_the_patients_of_one_night()
    {
        reports.Incidents.Marked("users").Should().BeEquivalentTo(PlantedIncidents.Snoop, PlantedIncidents.Victim, HospitalYear.Job);

        var row = reports.Incidents.Row("users", PlantedIncidents.Snoop);
        ReportFigures.Text(row["day"]).Should().Be(PlantedIncidents.SnoopDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        ReportFigures.Text(row["mark"]).Should().Contain("compared with the group").And.Contain("compared with own days");
        row["mostInDay"]!.GetValue<double>().Should().BeGreaterThanOrEqualTo(46, "45 colleagues and a prominent patient");
        ReportFigures.Text(reports.Incidents.Row("userDays", PlantedIncidents.Snoop)["hours"])
            .Should().StartWith("21:00 (20), 22:00 (");
    }

    [Fact]
    public void Names_the_stolen_account_by_the_foreign_address()
    {
        reports.Incidents.Rows("shared").Select(row => ReportFigures.Text(row["user"])).Distinct().Should().Equal(PlantedIncidents.Victim);
        reports.Incidents.Rows("shared").Select(row => ReportFigures.Text(row["kind"])).Distinct()
            .Should().BeEquivalentTo("session", "token", "user");
        ReportFigures.Text(reports.Incidents.Rows("shared").First(row => ReportFigures.Text(row["kind"]) == "session")["places"])
            .Should().Contain(PlantedIncidents.ForeignAddress);
        ReportFigures.Text(reports.Incidents.Row("userDays", PlantedIncidents.Victim)["addresses"])
            .Should().Contain(PlantedIncidents.ForeignAddress);
    }

    [Fact]
    public void Names_the_job_that_read_far_beyond_its_task()
    {
        reports.Incidents.Marked("clients").Should().Equal(HospitalYear.Job);

        var row = reports.Incidents.Row("clients", HospitalYear.Job);
        ReportFigures.Text(row["day"]).Should().Be(PlantedIncidents.ExportDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        row["mostInDay"]!.GetValue<double>().Should().BeGreaterThanOrEqualTo(3_200);
        row["medianOfDays"]!.GetValue<double>().Should().BeInRange(30, 60);
    }

    [Fact]
    public void A_year_without_incidents_marks_no_user_no_client_and_no_session()
    {
        reports.Quiet.Run.Code.Should().Be(ExitCode.Ok, reports.Quiet.Run.Error);
        reports.Quiet.Marked("users").Should().BeEmpty();
        reports.Quiet.Marked("clients").Should().BeEmpty();
        reports.Quiet.Marked("afterHours").Should().BeEmpty();
        reports.Quiet.Rows("shared").Should().BeEmpty();
        reports.Quiet.Findings("refusals").Should().BeEmpty();
    }

    [Fact]
    public void Tells_who_came_and_who_left()
    {
        var rows = reports.Quiet.Rows("userActivity")
            .ToDictionary(row => ReportFigures.Text(row["name"]), row => ReportFigures.Text(row["state"]));

        rows.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["physician-04"] = "dormant",
            ["physician-05"] = "new",
            ["nurse-04"] = "dormant",
            ["nurse-05"] = "new",
        });
    }

    [Fact]
    public void Counts_what_else_happened_in_the_year()
    {
        reports.Quiet.Rows("disclosures").Select(row => ReportFigures.Text(row["recipient"]))
            .Should().BeEquivalentTo("County health department", "Insurance fund");
        reports.Quiet.Rows("labels").Select(row => ReportFigures.Text(row["name"])).Should().BeEquivalentTo("42CFRPart2", "R");
        reports.Quiet.Rows("emergencies").Should().HaveCount(40).And.OnlyContain(row => ReportFigures.Text(row["reviewed"]) == "no");
        reports.Quiet.Rows("configurationChanges").Should().HaveCount(6);
        reports.Quiet.Rows("changes").Count(row => ReportFigures.Text(row["event"]) == "started")
            .Should().Be(4, "the service restarts each quarter");
        reports.Quiet.Rows("volumeByTime").Should().HaveCountGreaterThanOrEqualTo(53).And.HaveCountLessThanOrEqualTo(54);
    }

    /// <summary>Two years, with and without the incidents.</summary>
    public sealed class Reports : IAsyncLifetime
    {
        private const int Seed = 164_308;
        private const int AccessesInShift = 3;

        internal ReportFigures Incidents { get; private set; } = null!;

        internal ReportFigures Quiet { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Incidents = await ReportAsync(hasIncidents: true);
            Quiet = await ReportAsync(hasIncidents: false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task<ReportFigures> ReportAsync(bool hasIncidents)
        {
            using var log = await HospitalLog.CreateAsync(Seed, AccessesInShift, hasIncidents);
            return await log.ReportAsync("report.html");
        }
    }
}
