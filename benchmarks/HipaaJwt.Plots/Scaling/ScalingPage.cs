using System.Globalization;
using ScottPlot;

namespace HipaaJwt.Plots.Scaling;

/// <summary>Simulates fleets, and rewrites the tables and plots of the page about scaling.</summary>
internal static class ScalingPage
{
    private static readonly Color Notified = Color.FromHex("#0b7285");
    private static readonly Color Polled = Color.FromHex("#e8b04b");

    public static int Rewrite(string counts, string document)
    {
        FleetResult[] results =
        [
            .. from instances in (int[])[10, 100, 1_000]
               from rate in (double[])[1, 280]
               from notified in (bool[])[false, true]
               select FleetSimulation.Run(new Fleet(instances, rate, 3_600, notified)),
        ];
        TrafficHour[] hours =
        [
            .. ResultFile.Read<TrafficHour>(counts, "traffic-affinity.jsonl"),
            .. ResultFile.Read<TrafficHour>(counts, "traffic-in-turn.jsonl"),
        ];
        var size = ResultFile.Read<AuditSize>(counts, "traffic-audit.jsonl")[0];
        Document.Rewrite(document, new Dictionary<string, string>
        {
            ["fleets"] = Table(results),
            ["traffic-month"] = TrafficTables.Month(hours, size),
            ["traffic-caches"] = TrafficTables.Caches(hours),
        });
        var plots = Path.Combine(Path.GetDirectoryName(document)!, "performance");
        Directory.CreateDirectory(plots);
        TrafficPlots.Save(plots, hours, size);
        var largest = results.Where(result => result.Fleet is { Instances: 1_000, RevocationsPerSecond: 280 }).ToArray();
        Delays(largest).SaveSvg(Path.Combine(plots, "revocation-delay.svg"), 720, 400);
        Reads(results).SaveSvg(Path.Combine(plots, "revocation-reads.svg"), 720, 400);
        return results.All(result => result.Percentile(1) <= Fleet.Lease) ? 0 : 1;
    }

    private static string Table(IEnumerable<FleetResult> results)
    {
        List<string> lines =
        [
            "| instances | revocations | per second | notifications | reads/s | rows/s | p50 | p99 | slowest | unavailable |",
            "|---|---|---|---|---|---|---|---|---|---|",
            .. results.Select(result => string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Fleet.Instances:N0} | {result.Revocations:N0} | {result.Fleet.RevocationsPerSecond:N0} "
                + $"| {(result.Fleet.HasNotifications ? "yes" : "no")} | {result.ReadsPerSecond:N0} | {result.RowsPerSecond:N0} "
                + $"| {result.Percentile(0.5):F2} s | {result.Percentile(0.99):F2} s | {result.Percentile(1):F2} s "
                + $"| {100 * result.Unavailable:F3} % |")),
        ];
        return string.Join('\n', lines) + '\n';
    }

    private static Plot Delays(IEnumerable<FleetResult> results)
    {
        var plot = Framed("1,000 instances: share of revocations that bind all of them within a time (s)");
        foreach (var result in results)
        {
            double[] shares = [.. Enumerable.Range(0, 1_001).Select(step => step / 1_000.0)];
            var line = plot.Add.Scatter(
                shares.Select(result.Percentile).ToArray(), shares, result.Fleet.HasNotifications ? Notified : Polled);
            line.LegendText = result.Fleet.HasNotifications ? "with notifications" : "without";
            line.LineWidth = 2;
            line.MarkerSize = 0;
        }

        var promise = plot.Add.VerticalLine(Fleet.Lease, 1.5f, Color.FromHex("#343a40"));
        promise.LegendText = "promise";
        return plot;
    }

    private static Plot Reads(IEnumerable<FleetResult> results)
    {
        var plot = Framed("Reads of the log per second, by the number of instances (logarithmic)");
        foreach (var group in results.GroupBy(result => (result.Fleet.RevocationsPerSecond, result.Fleet.HasNotifications)))
        {
            var line = plot.Add.Scatter(
                group.Select(result => Math.Log10(result.Fleet.Instances)).ToArray(),
                group.Select(result => Math.Log10(result.ReadsPerSecond)).ToArray(),
                group.Key.HasNotifications ? Notified : Polled);
            line.LegendText = string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key.RevocationsPerSecond:N0}/s{(group.Key.HasNotifications ? ", notified" : string.Empty)}");
            line.MarkerShape = group.Key.RevocationsPerSecond > 1 ? MarkerShape.FilledCircle : MarkerShape.OpenCircle;
            line.MarkerSize = 9;
            line.LineWidth = group.Key.RevocationsPerSecond > 1 ? 2 : 1;
        }

        double[] powers = [1, 2, 3, 4];
        string[] labels = ["10", "100", "1,000", "10,000"];
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(powers, labels);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(powers, labels);
        return plot;
    }

    private static Plot Framed(string title)
    {
        var plot = new Plot();
        plot.Title(title, 15);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.ShowLegend(Edge.Bottom).Legend.Orientation = Orientation.Horizontal;
        return plot;
    }
}
