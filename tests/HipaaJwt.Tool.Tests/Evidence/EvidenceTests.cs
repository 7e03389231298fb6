using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Evidence;

public sealed class EvidenceTests
{
    private const string Settings = """
        {
          "HipaaJwt": {
            "MaxTokenLifetime": "00:15:00",
            "Issuers": [
              {
                "Issuer": "https://idp.hospital.example",
                "Audiences": [ "https://charts.hospital.example", "https://labs.hospital.example" ],
                "Algorithms": [ "ES256" ],
                "SigningKeys": [ { "kty": "oct", "k": "secret-of-the-issuer" } ]
              },
              { "Issuer": "https://partner.example", "Audiences": [ "https://charts.hospital.example" ], "Algorithms": [ "PS256" ] }
            ]
          }
        }
        """;

    [Fact]
    public async Task Says_for_each_paragraph_how_it_is_set_and_what_the_log_shows()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        var run = await RunAsync(clinic, "--key", clinic.PublicKey, "--anchor", clinic.AnchorDirectory);

        run.Code.Should().Be(ExitCode.Invalid, "the stream of the tool needs its own key");
        var evidence = await ReadAsync(clinic);
        var rows = evidence["safeguards"]!.AsArray();
        rows.Select(row => row!["paragraph"]!.GetValue<string>())
            .Should().Equal(HipaaSafeguards.All.Select(safeguard => safeguard.Paragraph));
        rows.Should().OnlyContain(row => row!["operatorDuty"]!.GetValue<string>().Length > 0);
        Row(rows, "164.312(a)(1)")["settings"]!["Issuers:Audiences"]!.GetValue<string>().Should().Be(
            "https://charts.hospital.example, https://labs.hospital.example; https://charts.hospital.example");
        Row(rows, "164.312(a)(1)")["settings"]!["AddPermissions"]!.GetValue<string>().Should().Be("in code");
        Row(rows, "164.312(a)(2)(iii)")["settings"]!["MaxTokenLifetime"]!.GetValue<string>().Should().Be("00:15:00");
        Row(rows, "164.312(a)(2)(iii)")["settings"]!["ClockSkew"]!.GetValue<string>().Should().Be("default");
        Row(rows, "164.312(b)")["events"]!["AuditLogStarted"]!["count"]!.GetValue<long>().Should().BeGreaterThan(0);
        Row(rows, "164.312(b)")["events"]!["AuditLogFull"]!["count"]!.GetValue<long>().Should().Be(0);
        Row(rows, "164.308(a)(1)(ii)(D)")["events"]!["AuditLogSearched"]!["count"]!.GetValue<long>().Should().Be(
            1, "the command itself is recorded");
    }

    [Fact]
    public async Task Reads_the_options_of_issuers_that_have_names_instead_of_numbers()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await RunAsync(clinic, """
            {
              "HipaaJwt": {
                "Issuers": {
                  "partner": {
                    "Issuer": "https://partner.example", "Audiences": "https://charts.hospital.example", "Algorithms": [ "PS256" ]
                  },
                  "staff": { "Issuer": "https://idp.hospital.example", "SigningKeys": [ { "kty": "oct", "k": "secret-of-the-issuer" } ] }
                }
              }
            }
            """,
            trust: []);

        var rows = (await ReadAsync(clinic))["safeguards"]!.AsArray();

        Row(rows, "164.312(a)(1)")["settings"]!["Issuers"]!.GetValue<string>().Should().Be("2 set");
        Row(rows, "164.312(a)(1)")["settings"]!["Issuers:Audiences"]!.GetValue<string>().Should().Be("https://charts.hospital.example");
        Row(rows, "164.312(a)(1)")["settings"]!["Issuers:Algorithms"]!.GetValue<string>().Should().Be("PS256");
        Row(rows, "164.312(c)(1)")["settings"]!["Issuers:SigningKeys"]!.GetValue<string>().Should().Be("1 set");
    }

    [Fact]
    public async Task Contains_neither_keys_nor_data_of_users_and_patients()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        await RunAsync(clinic, "--key", clinic.PublicKey);

        foreach (var file in Directory.EnumerateFiles(clinic["evidence"]))
        {
            (await File.ReadAllTextAsync(file)).Should()
                .NotContain("secret-of-the-issuer").And.NotContain("dr-2").And.NotContain("p-7");
        }

        Row((await ReadAsync(clinic))["safeguards"]!.AsArray(), "164.312(c)(1)")["settings"]!["Issuers:SigningKeys"]!
            .GetValue<string>().Should().Be("1 set");
    }

    [Fact]
    public async Task A_log_that_no_key_verifies_is_no_evidence()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await RunAsync(clinic);

        run.Code.Should().Be(ExitCode.NothingChecked);
        (await ReadAsync(clinic))["log"]!["verdict"]!.GetValue<string>().Should().Be("NothingChecked");
    }

    [Fact]
    public async Task Never_overwrites()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        Directory.CreateDirectory(clinic["evidence"]);

        var run = await RunAsync(clinic, "--key", clinic.PublicKey);

        run.Code.Should().Be(ExitCode.NotFound);
        Directory.EnumerateFiles(clinic["evidence"]).Should().BeEmpty();
    }

    private static JsonNode Row(JsonArray rows, string paragraph) =>
        rows.Single(row => row!["paragraph"]!.GetValue<string>() == paragraph)!;

    private static async Task<JsonNode> ReadAsync(ClinicLog clinic) =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(clinic["evidence"], "evidence.json")))!;

    private static Task<ToolRun> RunAsync(ClinicLog clinic, params string[] trust) => RunAsync(clinic, Settings, trust);

    private static async Task<ToolRun> RunAsync(ClinicLog clinic, string settings, string[] trust)
    {
        await File.WriteAllTextAsync(clinic["appsettings.json"], settings);
        return await ToolRun.Of(
            ["audit", "evidence", clinic.Directory, "--settings", clinic["appsettings.json"], "--out", clinic["evidence"], .. trust]);
    }
}
