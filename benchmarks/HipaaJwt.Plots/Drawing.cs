using ScottPlot;
using ScottPlot.TickGenerators;

namespace HipaaJwt.Plots;

/// <summary>Draws the plots of the performance page.</summary>
internal static class Drawing
{
    private static readonly Color Ours = Color.FromHex("#0b7285");
    private static readonly Color Theirs = Color.FromHex("#adb5bd");
    private static readonly Color Others = Color.FromHex("#e8b04b");
    private static readonly Color Floor = Color.FromHex("#343a40");

    public static Plot FirstSight(IReadOnlyList<MicroLine> lines)
    {
        MicroLine[] all = [.. lines.Where(line => line.Name == nameof(FirstSight))];
        var raw = all.Where(line => line.Contender == "Raw").ToDictionary(line => line.Algorithm!, line => line.Nanoseconds);
        string[] algorithms = [.. raw.Keys];
        var plot = Bars(
            "First sight of a token: time over raw cryptography",
            algorithms,
            [
                ("HipaaJwt", Ours, Over("HipaaJwt")),
                ("Microsoft", Theirs, Over("Microsoft")),
                ("jose-jwt (signature alone)", Others, Over("JoseJwt")),
            ]);
        plot.Add.HorizontalLine(1, 1.5f, Floor, LinePattern.Dashed);
        return plot;

        double[] Over(string contender) => [.. algorithms.Select(name => NanosecondsOf(contender, name) / raw[name])];

        double NanosecondsOf(string contender, string algorithm) =>
            all.First(line => line.Contender == contender && line.Algorithm == algorithm).Nanoseconds;
    }

    public static Plot Repeated(IReadOnlyList<GateLine> lines)
    {
        GateLine[] repeated = [.. lines.Where(line => line.Name == "validate-repeated")];
        return Bars(
            "A repeated token: times faster than Microsoft's handler",
            [.. repeated.Select(line => line.Algorithm!)],
            [("HipaaJwt", Ours, [.. repeated.Select(line => line.VersusMicrosoft ?? 0)])]);
    }

    public static Plot Http(IReadOnlyList<HttpLine> lines) => Bars(
        "Requests per second, in percent of the same endpoint without authentication",
        [.. lines.Select(line => $"{line.Algorithm}, {line.Name}")],
        [
            ("JwtBearer", Theirs, [.. lines.Select(line => 100 * line.JwtBearerOfAnonymous)]),
            ("HipaaJwt", Ours, [.. lines.Select(line => 100 * line.HipaaJwtOfAnonymous)]),
        ]);

    public static Plot Sizes(IReadOnlyList<MicroLine> lines)
    {
        var plot = Framed("HS256: microseconds by the length of the token");
        AddLine("Raw", "raw cryptography", Floor);
        AddLine("FirstSight", "HipaaJwt, first sight", Ours);
        AddLine("Repeated", "HipaaJwt, repeated", Color.FromHex("#66d9e8"));
        AddLine("Microsoft", "Microsoft", Theirs);
        AddLine("JoseJwt", "jose-jwt (signature alone)", Others);
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        return plot;

        void AddLine(string contender, string label, Color color)
        {
            MicroLine[] points = [.. lines.Where(line => line.Name == "Size" && line.Algorithm == "HS256" && line.Contender == contender)];
            var line = plot.Add.Scatter(
                points.Select(point => double.Parse(point.Parameter!, System.Globalization.CultureInfo.InvariantCulture)).ToArray(),
                points.Select(point => point.Nanoseconds / 1_000).ToArray(),
                color);
            line.LegendText = label;
            line.LineWidth = 2;
        }
    }

    private static Plot Bars(string title, string[] groups, (string Label, Color Color, double[] Values)[] series)
    {
        const double Width = 0.8;
        var plot = Framed(title);
        var each = Width / series.Length;
        for (var s = 0; s < series.Length; s++)
        {
            var offset = (each / 2) - (Width / 2) + (s * each);
            var bars = plot.Add.Bars(groups.Select((_, group) => group + offset).ToArray(), series[s].Values);
            bars.LegendText = series[s].Label;
            bars.Color = series[s].Color;
            foreach (var bar in bars.Bars)
            {
                bar.Size = each * 0.92;
                bar.LineWidth = 0;
            }
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(groups.Select((_, group) => (double)group).ToArray(), groups);
        plot.Axes.Margins(bottom: 0, top: 0.1);
        return plot;
    }

    private static Plot Framed(string title)
    {
        var plot = new Plot();
        plot.Title(title, 15);
        plot.HideGrid();
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.ShowLegend(Edge.Bottom).Legend.Orientation = Orientation.Horizontal;
        return plot;
    }
}
