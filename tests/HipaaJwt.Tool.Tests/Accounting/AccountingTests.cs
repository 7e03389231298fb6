using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Accounting;

public sealed class AccountingTests
{
    [Fact]
    public async Task Lists_the_disclosures_of_a_patient_with_a_proof_of_each()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await AccountAsync(clinic);

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Json["disclosures"]!.GetValue<int>().Should().Be(1);
        run.Json["withoutProof"]!.GetValue<int>().Should().Be(0);
        var disclosure = (await ReadAsync(clinic))["disclosures"]!.AsArray().Single()!;
        disclosure["purpose"]!.GetValue<string>().Should().Be("PUBHLTH");
        disclosure["labels"]!.AsArray().Select(label => (string)label!).Should().Equal("42CFRPart2");
        var proof = Path.Combine(clinic["accounting"], disclosure["proof"]!.GetValue<string>());
        var check = await ToolRun.Of("audit", "check-proof", proof + ".tlog-proof", proof + ".json", "--key", clinic.PublicKey);
        check.Code.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public async Task Records_the_accounting_with_the_patient()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        await AccountAsync(clinic, "--reason", "request of 3 March");

        clinic.ToolRecords().Single(record => record.Contains("AuditLogSearched", StringComparison.Ordinal))
            .Should().Contain("accounting").And.Contain("\"patient\":\"p-7\"").And.Contain("request of 3 March");
    }

    [Fact]
    public async Task A_spreadsheet_runs_nothing_of_the_CSV()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        await AccountAsync(clinic);

        var csv = await File.ReadAllTextAsync(Path.Combine(clinic["accounting"], "accounting.csv"), TestContext.Current.CancellationToken);
        csv.Should().Contain(",PUBHLTH,42CFRPart2,no,");
        csv.Should().StartWith("date,recipient,user,").And.Contain("\"'=cmd(), \"\"County\"\" health department\"").And.EndWith("\r\n");
    }

    [Fact]
    public async Task Lists_every_access_if_asked_to_without_excluded_purposes()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var all = await AccountAsync(clinic, "--all-access");
        var without = await clinic.RunAsync(
            "audit", "accounting", clinic.Directory, "--patient", "p-7", "--out", clinic["other"], "--all-access", "--exclude-purpose",
                "TREAT", "--json");

        all.Json["disclosures"]!.GetValue<int>().Should().Be(2);
        without.Json["disclosures"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task Covers_six_years_unless_a_period_is_given()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        await AccountAsync(clinic);
        var past = await clinic.RunAsync(
            "audit", "accounting", clinic.Directory, "--patient", "p-7", "--out", clinic["other"], "--to", "1d", "--json");

        var from = (await ReadAsync(clinic))["from"]!.GetValue<DateTime>();
        from.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddYears(-6).UtcDateTime, TimeSpan.FromMinutes(5));
        past.Json["disclosures"]!.GetValue<int>().Should().Be(0);
    }

    [Fact]
    public async Task The_files_are_for_their_owner_alone()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        await AccountAsync(clinic);

        Directory.EnumerateFiles(clinic["accounting"]).Select(FileModes.Of)
            .Should().AllSatisfy(mode => mode.Should().Be(FileModes.OwnerOnly));
    }

    [Fact]
    public async Task Never_writes_into_an_existing_directory()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        Directory.CreateDirectory(clinic["accounting"]);

        (await AccountAsync(clinic)).Code.Should().Be(ExitCode.NotFound);
        clinic.ToolRecords().Should().BeEmpty();
    }

    [Fact]
    public async Task Writes_nothing_if_it_cannot_be_recorded()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await ToolRun.With(configuration: clinic.KeyFile).RunAsync(
            "audit", "accounting", clinic.Directory, "--patient", "p-7", "--out", clinic["accounting"], "--allow-volatile-file-system");

        run.Code.Should().Be(ExitCode.NotRecorded);
        Directory.Exists(clinic["accounting"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_missing_directory_has_exit_code_3()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "accounting", clinic["missing"], "--patient", "p-7", "--out", clinic["accounting"]);

        run.Code.Should().Be(ExitCode.NotFound);
    }

    private static Task<ToolRun> AccountAsync(ClinicLog clinic, params string[] options) => clinic.RunAsync(
        ["audit", "accounting", clinic.Directory, "--patient", "p-7", "--out", clinic["accounting"], "--json", .. options]);

    private static async Task<JsonNode> ReadAsync(ClinicLog clinic) =>
        JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(clinic["accounting"], "accounting.json"), TestContext.Current.CancellationToken))!;
}
