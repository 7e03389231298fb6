using System.Diagnostics;
using HipaaJwt.Fhir.Tests.Support;

namespace HipaaJwt.Fhir.Tests.OtherValidators;

/// <summary>The npm package <c>fhir</c>, developed independently of the SDK, accepts the output too.</summary>
public sealed class NodeValidatorTests
{
    private const string Package = "fhir@4.12.0";

    private const string Script = """
        const { Fhir } = require('fhir');
        const fhir = new Fhir();
        for (const line of require('fs').readFileSync(0, 'utf8').split('\n').filter(line => line)) {
          const result = fhir.validate(JSON.parse(line), { errorOnUnexpected: true });
          const errors = result.messages.filter(message => message.severity === 'error' || message.severity === 'fatal');
          console.log(result.valid ? 'valid' : errors.map(error => `${error.location}: ${error.message}`).join('; '));
        }
        """;

    [Fact]
    public async Task Every_kind_of_output_is_valid()
    {
        Require();
        var full = new FhirAuditOptions
        {
            IncludePatientData = true,
            RecordBaseAddress = new Uri("https://ehr.example/fhir"),
            Site = "north",
        };
        string[] resources =
        [
            .. Enum.GetValues<AuditEventType>().Select(type => FhirAuditEvents.ToJson(Events.Of(type), options: full)),
            .. Enum.GetValues<AuditEventType>().Select(type => FhirAuditEvents.ToJson(Events.Bare(type))),
            .. Enum.GetValues<AuditAction>()
                .Select(action => FhirAuditEvents.ToJson(Events.Granted() with { Action = action }, Events.Completed(), full)),
        ];

        var verdicts = await ValidateAsync([.. resources, resources[0].Replace("\"agent\"", "\"agents\"", StringComparison.Ordinal)]);

        verdicts[..^1].Should().HaveCount(resources.Length).And.OnlyContain(verdict => verdict == "valid");
        verdicts[^1].Should().NotBe("valid", "the validator finds a wrong name");
    }

    private static void Require()
    {
        var isCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        var isPresent = IsOnPath("node") && IsOnPath("npm");
        Assert.SkipUnless(isPresent || isCi, "Node.js or npm is not installed. Install the packages nodejs and npm.");
        isPresent.Should().BeTrue("CI needs the packages nodejs and npm");
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string[]> ValidateAsync(IEnumerable<string> resources)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "npm", "fhir");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "fhir")))
        {
            await RunAsync("npm", folder, null, "install", Package, "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund");
        }

        var script = Path.Combine(folder, "validate.cjs");
        await File.WriteAllTextAsync(script, Script);
        var output = await RunAsync("node", folder, string.Join('\n', resources), script);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> RunAsync(string program, string folder, string? input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        process.ExitCode.Should().Be(0, "{0} should succeed", program);
        return await output;
    }
}
