using System.Text.Json.Nodes;
using HipaaJwt.Stores.Tests.Support;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Reports;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Sources;

/// <summary>Each command gives the same answers about a database as about files with the same events.</summary>
public sealed class DatabaseTests(SharedPostgreSqlServer shared)
{
    public static TheoryData<string> Kinds => ["sqlite", "postgresql"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_search_finds_the_same_events_and_is_recorded_in_the_directory(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        string[][] searches =
        [
            ["--patient", "p-7"], ["--user", "dr-2"], ["--outcome", "failure"], ["--type", "AccessGranted", "--limit", "2"],
            ["--code", "901", "--from", "1h"],
        ];

        foreach (var conditions in searches)
        {
            var files = await clinic.Files.RunAsync(["audit", "search", clinic.Files.Directory, "--json", .. conditions]);
            var database = await clinic.RunAsync("search", ["--json", .. conditions]);

            database.Code.Should().Be(ExitCode.Ok, database.Output + database.Error);
            Ids(database).Should().NotBeEmpty().And.Equal(Ids(files), string.Join(' ', conditions));
            database.Json["complete"]!.GetValue<bool>().Should().Be(files.Json["complete"]!.GetValue<bool>());
        }

        var uses = await clinic.RunAsync("search", "--type", "AuditLogSearched", "--json");
        uses.Json["count"]!.GetValue<int>().Should().Be(searches.Length + 1, "the streams of the directory are read too");
        (await clinic.RunAsync("search", "--stream", clinic.Origin, "--json")).Json["count"]!.GetValue<int>().Should().Be(6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_tail_shows_the_last_events_and_follows_new_ones(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        var last = await clinic.RunAsync("tail", "-n", "2", "--user", "dr-1", "--json");
        Ids(last).Should().Equal(Ids(await clinic.Files.RunAsync(
            "audit", "tail", clinic.Files.Directory, "-n", "2", "--user", "dr-1", "--json")));

        using var end = new CancellationTokenSource();
        using var output = new LineWatcher();
#pragma warning disable CA2025 // The task is awaited below.
        var following = ToolRun.With(configuration: clinic.Files.Configuration).RunAsync(
            [
                "audit", "tail", clinic.Records, "--follow", "--json", "-n", "1", "--user", "dr-2", "--allow-volatile-file-system",
                .. clinic.Options,
            ],
            output,
            end.Token);
#pragma warning restore CA2025
        var first = await output.NextAsync();
        await clinic.WriteAsync(ClinicLog.Morning(TimeProvider.System));
        var next = await output.NextAsync();
        await end.CancelAsync();

        (await following).Should().Be(ExitCode.Ok);
        (IndexOf(first), IndexOf(next)).Should().Be((2, 8));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_proof_of_an_event_is_valid_without_the_database(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        var path = clinic.Files["proof"];

        var proved = await clinic.RunAsync("prove", clinic.Origin, "2", "--out", path);
        var missing = await clinic.RunAsync("prove", clinic.Origin, "6", "--out", clinic.Files["none"]);
        var foreign = await clinic.RunAsync("prove", clinic.Files.Origin, "2", "--out", clinic.Files["none"]);

        proved.Code.Should().Be(ExitCode.Ok, proved.Error);
        (await ToolRun.Of("audit", "check-proof", path + ".tlog-proof", path + ".json", "--key", clinic.Files.PublicKey))
            .Code.Should().Be(ExitCode.Ok);
        (await File.ReadAllTextAsync(path + ".json")).Should().Contain("dr-2");
        (missing.Code, foreign.Code).Should().Be((ExitCode.NotFound, ExitCode.NotFound));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_accounting_has_the_same_disclosures_with_proofs(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        var (ofFiles, ofDatabase) = (clinic.Files["files"], clinic.Files["database"]);

        await clinic.Files.RunAsync("audit", "accounting", clinic.Files.Directory, "--patient", "p-7", "--all-access", "--out", ofFiles);
        var run = await clinic.RunAsync("accounting", "--patient", "p-7", "--all-access", "--out", ofDatabase, "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Json["withoutProof"]!.GetValue<int>().Should().Be(0);
        (await DisclosuresAsync(ofDatabase)).Should().NotBeEmpty().And.Equal(await DisclosuresAsync(ofFiles));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Evidence_counts_the_same_events_and_verifies_the_database_and_the_records_of_the_tool(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        var settings = clinic.Files["appsettings.json"];
        await File.WriteAllTextAsync(settings, """{ "HipaaJwt": { "Issuers": [] } }""", TestContext.Current.CancellationToken);
        await clinic.RunAsync("search", "--user", "dr-1");
        var toolKey = await clinic.WriteToolKeyAsync();
        var target = clinic.Files["evidence"];

        var run = await clinic.RunAsync(
            "evidence", "--settings", settings, "--key", clinic.Files.PublicKey, "--key", toolKey, "--out", target, "--json");
        var untrusted = await clinic.RunAsync(
            "evidence", "--settings", settings, "--key", clinic.Files.PublicKey, "--out", clinic.Files["untrusted"]);

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Json["verification"]!["streams"]!.AsArray().Count.Should().Be(2);
        (await File.ReadAllTextAsync(Path.Combine(target, "evidence.md"), TestContext.Current.CancellationToken))
            .Should().Contain("event `AccessGranted`: 3,").And.Contain("event `AccessDenied`: 1,");
        untrusted.Code.Should().Be(ExitCode.Invalid, "the stream of the tool needs its own key");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_report_has_the_same_figures_and_shows_the_sign_off_of_the_period(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        await clinic.RunAsync("search", "--user", "dr-1");
        await clinic.Files.RunAsync("audit", "search", clinic.Files.Directory, "--user", "dr-1");
        var toolKey = await clinic.WriteToolKeyAsync();
        string[] options =
            ["--key", clinic.Files.PublicKey, "--key", toolKey, "--patient", "p-7", "--json", "--from", "1d"];

        var files = await clinic.Files.RunAsync(
            ["audit", "report", clinic.Files.Directory, .. options, "--out", clinic.Files["files.html"]]);
        var review = await clinic.RunAsync(
            "review", "--from", "1d", "--to", "0m", "--by", "M. Keller", "--finding", "no incident");
        var database = await clinic.RunAsync("report", [.. options, "--out", clinic.Files["database.html"]]);

        review.Code.Should().Be(ExitCode.Ok, review.Error);
        database.Code.Should().Be(ExitCode.Ok, database.Output + database.Error);
        var (ofFiles, ofDatabase) = (new ReportFigures(files, string.Empty), new ReportFigures(database, string.Empty));
        foreach (var section in (string[])["patients", "users", "refusals", "sensitive", "disclosures"])
        {
            ofDatabase.Section(section).ToJsonString().Should().Be(ofFiles.Section(section).ToJsonString());
        }

        ofDatabase.Rows("patient").Should().HaveSameCount(ofFiles.Rows("patient"));
        ofDatabase.Rows("streams").Should().HaveCount(2);
        ReportFigures.Text(ofDatabase.Rows("reviews").Single()["reviewer"]).Should().Be("M. Keller");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Anchors_cover_the_stream_of_the_database_and_that_of_the_tool(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        await clinic.RunAsync("search", "--user", "dr-1", "--recording-anchor", clinic.Files.AnchorDirectory);
        var toolKey = await clinic.WriteToolKeyAsync();
        File.Delete(Directory.EnumerateFiles(clinic.Files.AnchorDirectory).Single(
            file => File.ReadAllText(file).StartsWith(clinic.Files.Origin + "\n", StringComparison.Ordinal)));

        var run = await clinic.RunAsync(
            "report", "--key", clinic.Files.PublicKey, "--key", toolKey, "--anchor", clinic.Files.AnchorDirectory,
            "--recording-anchor", clinic.Files.AnchorDirectory, "--out", clinic.Files["page.html"], "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Json["verification"]!["streams"]!.AsArray().Select(stream => (string)stream!["verdict"]!)
            .Should().Equal("Valid", "Valid");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tiles_of_a_database_are_complete(string kind)
    {
        await using var clinic = await CreateAsync(kind);
        var target = clinic.Files["tiles"];

        var run = await clinic.RunAsync("export-tiles", clinic.Origin, "--out", target, "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        (run.Json["size"]!.GetValue<long>(), run.Json["bundles"]!.GetValue<long>()).Should().Be((6, 1));
        (await File.ReadAllTextAsync(Path.Combine(target, "checkpoint"), TestContext.Current.CancellationToken))
            .Should().StartWith(clinic.Origin + "\n6\n");
    }

    [Fact]
    public async Task Nothing_is_shown_if_the_use_cannot_be_recorded()
    {
        await using var clinic = await CreateAsync("sqlite");

        var run = await ToolRun.With(configuration: clinic.Files.KeyFile).RunAsync(
            ["audit", "search", clinic.Records, "--allow-volatile-file-system", .. clinic.Options]);

        run.Code.Should().Be(ExitCode.NotRecorded);
        run.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--sqlite", "/nowhere/audit.db", ExitCode.NotFound, "does not exist")]
    [InlineData("--connection", "Hots=db", ExitCode.Usage, "not a connection string")]
    [InlineData("--connection", "Host=127.0.0.1;Port=1;Timeout=2", ExitCode.NotFound, "cannot be read")]
    public async Task A_database_that_cannot_be_read_has_an_exit_code_and_a_reason(
        string option, string value, object code, string reason)
    {
        await using var clinic = await CreateAsync("sqlite");

        var run = await clinic.Files.RunAsync("audit", "search", clinic.Records, option, value);

        run.Code.Should().Be((ExitCode)code);
        run.Error.Should().Contain(reason);
        Directory.EnumerateFileSystemEntries(clinic.Records).Should().BeEmpty("nothing was used");
    }

    [Fact]
    public async Task A_database_without_a_log_and_two_databases_are_rejected()
    {
        await using var clinic = await CreateAsync("sqlite");
        var server = await shared.GetAsync();

        var empty = await clinic.Files.RunAsync("audit", "search", clinic.Records, "--connection", server.ConnectionString);
        var both = await clinic.RunAsync("search", "--connection", server.ConnectionString);
        var none = await clinic.Files.RunAsync(["audit", "search", .. clinic.Options]);

        (empty.Code, both.Code, none.Code).Should().Be((ExitCode.NotFound, ExitCode.Usage, ExitCode.Usage));
        empty.Error.Should().Contain("contains no audit log");
    }

    /// <summary>The identifiers of the events that the service has written.</summary>
    private static IEnumerable<string> Ids(ToolRun run) =>
        from entry in run.Json["events"]!.AsArray()
        where (string?)entry["event"]!["type"] != nameof(AuditEventType.AuditLogSearched)
        select (string)entry["event"]!["id"]!;

    private static long IndexOf(string line) => JsonNode.Parse(line)!["index"]!.GetValue<long>();

    private static async Task<IEnumerable<string>> DisclosuresAsync(string directory)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(directory, "accounting.json")))!;
        return json["disclosures"]!.AsArray().Select(
            disclosure => $"{disclosure!["time"]} {disclosure["recipient"]} {disclosure["purpose"]} {disclosure["labels"]}");
    }

    private Task<ClinicDatabase> CreateAsync(string kind) =>
        ClinicDatabase.CreateAsync(kind, shared, ClinicLog.Morning(TimeProvider.System));
}
