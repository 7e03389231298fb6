using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Pages;

/// <summary>Draws the bars of a table as SVG. Parts of bars differ by pattern, and a legend names them.</summary>
internal sealed class ChartWriter
{
    private const int Width = 760;
    private const int LabelLength = 28;
    private const int MaxBars = 400;

    private readonly Html _html;
    private readonly ReportTable _table;
    private readonly BarChart _chart;
    private readonly IReadOnlyList<ReportRow> _rows;
    private readonly ChartAxis _axis;

    private ChartWriter(Html html, ReportTable table, BarChart chart)
    {
        (_html, _table, _chart) = (html, table, chart);
        _rows = [.. table.Rows.Take(MaxBars)];
        _axis = ChartAxis.For(_rows.Max(SumOf));
    }

    /// <summary>Draws the chart of a table that has one and is not empty.</summary>
    public static void Write(Html html, ReportTable table)
    {
        if (table.Chart is { } chart && table.Rows.Count > 0)
        {
            new ChartWriter(html, table, chart).Write();
        }
    }

    private void Write()
    {
        var height = _chart.IsHorizontal ? HorizontalBars.HeightFor(_rows.Count) : StandingBars.Height;
        _html.Open("figure").Element("figcaption", $"{_chart.Title} ({_chart.Unit})");
        _html.Open(
            "svg",
            ("role", "img"),
            ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {height}")),
            ("width", Number(Width)),
            ("height", Number(height)),
            ("aria-labelledby", $"{_table.Id}-title {_table.Id}-desc"));
        _html.Element("title", _chart.Title, ("id", _table.Id + "-title"));
        _html.Element("desc", Description(), ("id", _table.Id + "-desc"));
        WriteLegend();
        if (_chart.IsHorizontal)
        {
            WriteHorizontal();
        }
        else
        {
            WriteStanding();
        }

        _html.Markup("</svg></figure>\n");
    }

    private string Description()
    {
        var largest = _rows.MaxBy(SumOf)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_rows.Count} bars, from 0 to {_axis.Maximum:N0} {_chart.Unit}. The longest is {largest.Cells[_chart.Label].Text} with "
            + $"{SumOf(largest):N0}. The table below has all values.");
    }

    private void WriteLegend()
    {
        for (var part = 0; part < _chart.Series.Count; part++)
        {
            var x = 4 + (part * 140);
            Rectangle(x, 2, 14, 12, part);
            Label(x + 20, 12, _table.Columns[_chart.Series[part]].Title, "start");
        }
    }

    private void WriteHorizontal()
    {
        double scale = HorizontalBars.Right - HorizontalBars.Left;
        var bottom = HorizontalBars.Top + (_rows.Count * HorizontalBars.Row);
        for (var tick = 0; tick <= _axis.Count; tick++)
        {
            var x = HorizontalBars.Left + (scale * tick / _axis.Count);
            Line(x, HorizontalBars.Top, x, bottom);
            Label(x, bottom + 16, Compact(tick * _axis.Step), "middle");
        }

        for (var index = 0; index < _rows.Count; index++)
        {
            var (row, y) = (_rows[index], HorizontalBars.Top + (index * HorizontalBars.Row) + 3);
            Label(HorizontalBars.Left - 8, y + 13, Shorten(row.Cells[_chart.Label].Plain), "end");
            var x = (double)HorizontalBars.Left;
            for (var part = 0; part < _chart.Series.Count; part++)
            {
                var length = scale * ValueOf(row, part) / _axis.Maximum;
                Rectangle(x, y, length, HorizontalBars.Row - 6, part);
                x += length;
            }

            var text = SumOf(row).ToString("N0", CultureInfo.InvariantCulture);
            Label(x + 6, y + 13, row.Mark is null ? text : text + " (marked)", "start");
        }
    }

    private void WriteStanding()
    {
        const double Scale = StandingBars.Bottom - StandingBars.Top;
        for (var tick = 0; tick <= _axis.Count; tick++)
        {
            var y = StandingBars.Bottom - (Scale * tick / _axis.Count);
            Line(StandingBars.Left, y, StandingBars.Right, y);
            Label(StandingBars.Left - 6, y + 4, Compact(tick * _axis.Step), "end");
        }

        var slot = (double)(StandingBars.Right - StandingBars.Left) / _rows.Count;
        var every = (int)Math.Ceiling(_rows.Count / 10d);
        for (var index = 0; index < _rows.Count; index++)
        {
            var (row, y) = (_rows[index], (double)StandingBars.Bottom);
            var x = StandingBars.Left + (index * slot);
            for (var part = 0; part < _chart.Series.Count; part++)
            {
                var length = Scale * ValueOf(row, part) / _axis.Maximum;
                y -= length;
                Rectangle(x + (slot * 0.1), y, slot * 0.8, length, part);
            }

            if (index % every == 0)
            {
                Label(x + (slot / 2), StandingBars.Bottom + 16, row.Cells[_chart.Label].Plain, "middle");
            }
        }
    }

    private double ValueOf(ReportRow row, int part) => row.Cells[_chart.Series[part]].Number ?? 0;

    private double SumOf(ReportRow row) => Enumerable.Range(0, _chart.Series.Count).Sum(part => ValueOf(row, part));

    private void Rectangle(double x, double y, double width, double height, int part)
    {
        if (width > 0 && height > 0)
        {
            _html.Markup(
                $"<rect class=\"s{part}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\"/>");
        }
    }

    private void Line(double x1, double y1, double x2, double y2) => _html.Markup(
        $"<path class=\"axis\" d=\"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}\"/>");

    private void Label(double x, double y, string text, string anchor) =>
        _html.Element("text", text, ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Compact(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Shorten(string text) => text.Length <= LabelLength ? text : text[..(LabelLength - 1)] + "…";

    /// <summary>The places of lying bars.</summary>
    private static class HorizontalBars
    {
        public const int Left = 190;
        public const int Right = 640;
        public const int Top = 24;
        public const int Row = 24;

        public static int HeightFor(int rows) => Top + (rows * Row) + 24;
    }

    /// <summary>The places of standing bars.</summary>
    private static class StandingBars
    {
        public const int Left = 70;
        public const int Right = 750;
        public const int Top = 28;
        public const int Bottom = 228;
        public const int Height = 256;
    }
}
