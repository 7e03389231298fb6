using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>A panel of docs/recipes/dashboard.json that asks for a metric or a value that does not exist would be empty for ever.</summary>
public sealed partial class DashboardTests
{
    private static readonly string[] Expressions =
    [
        .. JsonNode.Parse(File.ReadAllText(Repository.PathOf("docs/recipes/dashboard.json")))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => (string)target!["expr"]!),
    ];

    [Fact]
    public void Each_panel_asks_for_metrics_that_the_packages_write()
    {
        var written = Sources.SelectMany(source => InstrumentPattern().Matches(source)).Select(NameInPrometheus).ToHashSet();

        Expressions.Should().HaveCountGreaterThan(15);
        Expressions.Should().OnlyContain(expression => MetricPattern().IsMatch(expression));
        Expressions.SelectMany(expression => MetricPattern().Matches(expression)).Select(match => match.Value).Should().BeSubsetOf(written);
    }

    [Fact]
    public void Each_type_of_event_exists()
    {
        var types = Expressions.SelectMany(expression => TypePattern().Matches(expression))
            .SelectMany(match => match.Groups["types"].Value.Split('|'))
            .ToList();

        types.Should().NotBeEmpty().And.OnlyContain(type => Enum.GetNames<AuditEventType>().Contains(type));
    }

    private static IEnumerable<string> Sources =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "*Telemetry.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

    /// <summary>The name of an instrument after the conversion of OpenTelemetry's Prometheus exporters.</summary>
    private static string NameInPrometheus(Match instrument)
    {
        var name = instrument.Groups["name"].Value.Replace('.', '_');
        var unit = name.EndsWith("_age", StringComparison.Ordinal) ? "_seconds" : string.Empty;
        return name + unit + (instrument.Groups["kind"].Value == "Counter<long>" ? "_total" : string.Empty);
    }

    [GeneratedRegex("""Create(?<kind>Counter<long>|ObservableGauge(?:<\w+>)?)\(\s*"(?<name>hipaajwt\.[a-z_.]+)["]""")]
    private static partial Regex InstrumentPattern();

    [GeneratedRegex("hipaajwt_[a-z_]+")]
    private static partial Regex MetricPattern();

    [GeneratedRegex("""type=~?"(?<types>[^"]+)["]""")]
    private static partial Regex TypePattern();
}
