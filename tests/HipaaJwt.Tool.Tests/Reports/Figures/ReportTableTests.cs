using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Tests.Reports.Figures;

public sealed class ReportTableTests
{
    private static readonly ReportTable Table = new(
        "t", "Things", ReportColumn.Text("name", "Name"), ReportColumn.Number("count", "Count"));

    [Fact]
    public void Marked_rows_come_first_and_are_never_cut_for_others()
    {
        var rows = Enumerable.Range(0, 10).Select(number => new ReportRow(number >= 7 ? "why" : null, $"r{number}", number));

        var two = Table.WithTop(2, rows);
        var five = Table.WithTop(5, rows);

        two.Rows.Select(row => row.Cells[0].Text).Should().Equal("r7", "r8", "r9");
        five.Rows.Select(row => row.Cells[0].Text).Should().Equal("r7", "r8", "r9", "r0", "r1");
        two.Total.Should().Be(10);
    }

    [Fact]
    public void The_row_that_is_furthest_above_its_limit_comes_first()
    {
        var rows = new[] { 1.5, 4, 2 }.Select(times => new ReportRow(new Mark("why", times), $"r{times}", 1));

        Table.WithTop(1, rows).Rows.Select(row => row.Mark!.TimesLimit).Should().Equal(4, 2, 1.5);
        Mark.Of(null, new Mark("a", 2), new Mark("b", 3)).Should().Be(new Mark("a; b", 3));
        Mark.Of(null, null).Should().BeNull();
    }

    [Theory]
    [InlineData(1_000, 1_000)]
    [InlineData(1_001, 1_000)]
    public void At_most_1000_marked_rows_are_shown(int count, int shown)
    {
        var rows = Enumerable.Range(0, count).Select(number => new ReportRow("why", "r", number));

        Table.WithTop(1, rows).Rows.Should().HaveCount(shown);
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(21, 21)]
    [InlineData(500, 21)]
    public void Findings_of_marked_rows_beyond_20_are_counted_in_one(int count, int findings)
    {
        var table = Table.WithTop(1, Enumerable.Range(0, count).Select(number => new ReportRow("why", "r", number)));

        Finding.OfMarked(table, "Thing").Should().HaveCount(findings);
    }

    [Fact]
    public void Numbers_stay_numbers_for_programs_and_are_grouped_for_people()
    {
        Cell cell = 1_234_567;

        cell.Text.Should().Be("1,234,567");
        cell.ToJson()!.GetValue<double>().Should().Be(1_234_567);
        Cell.Percent(1, 3).Text.Should().Be("33.3");
        Cell.Percent(0, 0).Text.Should().Be("0");
    }
}
