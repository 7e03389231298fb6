using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace HipaaJwt.Plots.Scaling;

/// <summary>Draws the plots of the simulated traffic.</summary>
internal static class TrafficPlots
{
    private const int HoursOfDay = 24;
    private const int HoursOfWeek = 168;
    private const double Giga = 1e9;

    private static readonly Color Ours = Color.FromHex("#0b7285");
    private static readonly Color Other = Color.FromHex("#e8b04b");
    private static readonly string[] DaysOfWeek = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static void Save(string folder, IReadOnlyList<TrafficHour> hours, AuditSize size)
    {
        TrafficHour[] affinity = [.. hours.Where(hour => hour.Balancing == TrafficHour.Affinity)];
        TrafficHour[] turns = [.. hours.Where(hour => hour.Balancing == TrafficHour.RoundRobin)];
        Requests(affinity).SaveSvg(Path.Combine(folder, "traffic-requests.svg"), 720, 400);
        Found(affinity, turns).SaveSvg(Path.Combine(folder, "traffic-found.svg"), 720, 400);
        Cached(affinity, turns).SaveSvg(Path.Combine(folder, "traffic-cached.svg"), 720, 400);
        Revocations(affinity).SaveSvg(Path.Combine(folder, "traffic-revocations.svg"), 720, 400);
        Audit(affinity, size).SaveSvg(Path.Combine(folder, "traffic-audit.svg"), 720, 400);
    }

    /// <summary>Returns the values of the first week.</summary>
    private static double[] Week(IEnumerable<TrafficHour> hours, Func<TrafficHour, double> value) =>
        [.. hours.Where(hour => hour.Hour < HoursOfWeek).Select(value)];

    /// <summary>Returns the values of the first day, for which both ways to balance the load are simulated.</summary>
    private static double[] Day(IEnumerable<TrafficHour> hours, Func<TrafficHour, double> value) =>
        [.. hours.Where(hour => hour.Hour < HoursOfDay).Select(value)];

    private static Plot Requests(TrafficHour[] hours)
    {
        var plot = WeekPlot("Requests to the group in the first week", "requests per second, mean of an hour");
        AddLine(plot, Week(hours, hour => hour.GroupRequests / 3_600.0), "all four instances", Ours);
        return plot;
    }

    private static Plot Found(TrafficHour[] affinity, TrafficHour[] turns)
    {
        var plot = DayPlot("Share of requests whose token is in the cache, first day (Monday)", "percent of an hour's requests");
        AddLine(plot, Share(affinity, TrafficHour.DefaultCapacity), "affinity, 65,536", Ours);
        AddLine(plot, Share(affinity, 1_024), "affinity, 1,024", Color.FromHex("#66d9e8"));
        AddLine(plot, Share(turns, TrafficHour.DefaultCapacity), "in turn, 65,536", Other);
        AddLine(plot, Share(turns, 1_024), "in turn, 1,024", Color.FromHex("#343a40"));
        plot.Axes.SetLimitsY(0, 105);
        return plot;

        static double[] Share(TrafficHour[] hours, int capacity) =>
            Day(hours, hour => hour.Served == 0 ? 0 : 100.0 * hour.Found[hour.IndexOf(capacity)] / hour.Served);
    }

    private static Plot Cached(TrafficHour[] affinity, TrafficHour[] turns)
    {
        var plot = DayPlot("Tokens in the cache of one instance, first day (Monday)", "tokens, largest number of an hour");
        AddLine(plot, Tokens(turns), "instances in turn", Other);
        AddLine(plot, Tokens(affinity), "affinity", Ours);
        return plot;

        static double[] Tokens(TrafficHour[] hours) => Day(hours, hour => hour.Cached[hour.IndexOf(TrafficHour.DefaultCapacity)]);
    }

    private static Plot Revocations(TrafficHour[] hours)
    {
        var plot = Framed("Revocations in memory over the month", "revocations at the end of an hour");
        AddLine(plot, [.. hours.Select(hour => (double)hour.GroupRevocations)], "each instance", Ours);
        int[] days = [.. Enumerable.Range(0, hours.Length / HoursOfDay).Where(day => day % 7 == 0)];
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            days.Select(day => (double)(day * HoursOfDay)).ToArray(),
            days.Select(day => string.Create(CultureInfo.InvariantCulture, $"Mon, day {day + 1}")).ToArray());
        plot.Axes.SetLimitsX(0, hours.Length);
        return plot;
    }

    private static Plot Audit(TrafficHour[] hours, AuditSize size)
    {
        var plot = Framed("Audit log of the group by day", "GB a day (1 GB = 1,000,000,000 bytes)");
        double[] events = [.. hours.Chunk(HoursOfDay).Select(day => (double)day.Sum(hour => hour.GroupRequests))];
        AddBars(0, size.BytesPerEvent, "as written", Ours);
        AddBars(1, size.CompressedBytesPerEvent, "closed segments after gzip", Other);
        var mondays = Enumerable.Range(0, events.Length).Where(day => day % 7 == 0).ToArray();
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            mondays.Select(day => (double)day).ToArray(),
            mondays.Select(day => string.Create(CultureInfo.InvariantCulture, $"Mon, day {day + 1}")).ToArray());
        plot.Axes.Margins(bottom: 0, top: 0.1);
        return plot;

        void AddBars(int series, double bytes, string label, Color color)
        {
            var bars = plot.Add.Bars(
                events.Select((_, day) => day - 0.2 + (0.4 * series)).ToArray(), events.Select(count => count * bytes / Giga).ToArray());
            bars.LegendText = label;
            bars.Color = color;
            foreach (var bar in bars.Bars)
            {
                bar.Size = 0.36;
                bar.LineWidth = 0;
            }
        }
    }

    private static void AddLine(Plot plot, double[] values, string label, Color color)
    {
        var line = plot.Add.Scatter(values.Select((_, index) => index + 0.5).ToArray(), values, color);
        line.LegendText = label;
        line.LineWidth = 2;
        line.MarkerSize = 0;
        plot.Axes.SetLimitsY(0, Math.Max(plot.Axes.GetLimits().Top, values.Max() * 1.1));
    }

    private static Plot WeekPlot(string title, string unit)
    {
        var plot = Framed(title, unit);
        plot.XLabel("time of the week", 12);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            DaysOfWeek.Select((_, day) => (double)(day * HoursOfDay)).ToArray(), [.. DaysOfWeek.Select(day => $"{day} 0:00")]);
        plot.Axes.SetLimitsX(0, HoursOfWeek);
        return plot;
    }

    private static Plot DayPlot(string title, string unit)
    {
        var plot = Framed(title, unit);
        plot.XLabel("time of day", 12);
        int[] hours = [.. Enumerable.Range(0, HoursOfDay / 3).Select(step => 3 * step)];
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            hours.Select(hour => (double)hour).ToArray(), hours.Select(hour => $"{hour}:00").ToArray());
        plot.Axes.SetLimitsX(0, HoursOfDay);
        return plot;
    }

    private static Plot Framed(string title, string unit)
    {
        var plot = new Plot();
        plot.Title(title, 15);
        plot.YLabel(unit, 12);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.ShowLegend(Edge.Bottom).Legend.Orientation = Orientation.Horizontal;
        return plot;
    }
}
