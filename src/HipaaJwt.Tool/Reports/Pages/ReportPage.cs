using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Pages;

/// <summary>
/// The report as one HTML page. It needs no network and no script. The content security policy forbids both, whatever the log contains.
/// </summary>
internal sealed class ReportPage
{
    /// <summary>Shorter texts, such as times and names, are not broken into lines.</summary>
    private const int MaxUnbroken = 32;

    private const string Order =
        "The worst comes first: problems of the log, and then what is furthest above the limit from which it is marked. \"3.0 × the "
        + "limit\" is three times that limit. The section of a finding says what the limit is.";

    private readonly Html _html = new();

    /// <summary>The facts at the top: the period, the site, the time of creation.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    public required IReadOnlyList<ReportSection> Sections { get; init; }

    public string Write()
    {
        _html.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Markup("<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Markup("<title>Audit log review</title>\n<style>\n").Markup(PageStyle.Css).Markup("\n</style>\n</head>\n<body>\n")
            .Markup("<a class=\"skip\" href=\"#attention\">Skip to what needs attention</a>\n").Markup(PageStyle.Patterns)
            .Markup("<header>\n<h1>Audit log review</h1>\n<dl>\n");
        foreach (var (name, value) in Facts)
        {
            _html.Element("dt", name).Element("dd", value).Markup("\n");
        }

        _html.Markup("</dl>\n</header>\n");
        WriteContents();
        _html.Markup("<main>\n");
        WriteAttention();
        foreach (var section in Sections)
        {
            Write(section);
        }

        return _html.Markup("</main>\n</body>\n</html>\n").ToString();
    }

    private void WriteContents()
    {
        _html.Markup("<nav aria-label=\"Sections\">\n<ul>\n");
        foreach (var section in Sections)
        {
            _html.Markup("<li>").Element("a", section.Title, ("href", "#" + section.Id)).Markup("</li>\n");
        }

        _html.Markup("</ul>\n</nav>\n");
    }

    /// <summary>All findings that need a person, with links to their sections.</summary>
    private void WriteAttention()
    {
        _html.Markup("<section id=\"attention\" aria-labelledby=\"attention-h\">\n<h2 id=\"attention-h\">What needs attention</h2>\n");
        var open = Sections.SelectMany(section => section.Findings.Select(finding => (Section: section, Finding: finding)))
            .Where(item => item.Finding.Level != FindingLevel.Good)
            .OrderByDescending(item => item.Finding.Level).ThenByDescending(item => item.Finding.TimesLimit).ToArray();
        if (open.Length == 0)
        {
            _html.Markup("<p>Nothing was found. Read the sections all the same: the figures cannot show what nobody records.</p>\n");
        }

        else
        {
            _html.Element("p", Order, ("class", "method")).Markup("<ul class=\"findings\">\n");
        }

        foreach (var (section, finding) in open)
        {
            Open(finding).Element("a", section.Title, ("href", "#" + section.Id)).Text($": {finding.Text}{TimesOf(finding)}")
                .Markup("</li>\n");
        }

        _html.Markup(open.Length == 0 ? "</section>\n" : "</ul>\n</section>\n");
    }

    private static string TimesOf(Finding finding) => finding.TimesLimit > 1
        ? string.Create(CultureInfo.InvariantCulture, $" {finding.TimesLimit:N1} × the limit.")
        : string.Empty;

    private void Write(ReportSection section)
    {
        _html.Open("section", ("id", section.Id), ("aria-labelledby", section.Id + "-h"))
            .Element("h2", section.Title, ("id", section.Id + "-h"))
            .Markup("\n").Element("p", section.Method, ("class", "method"));
        IEnumerable<Finding> findings = [.. section.Limits.Select(limit => Finding.Bad("Incomplete: " + limit)), .. section.Findings];
        if (findings.Any())
        {
            _html.Markup("<ul class=\"findings\">\n");
            foreach (var finding in findings)
            {
                Open(finding).Text(finding.Text).Markup("</li>\n");
            }

            _html.Markup("</ul>\n");
        }

        foreach (var table in section.Tables)
        {
            ChartWriter.Write(_html, table);
            Write(table);
        }

        _html.Markup("</section>\n");
    }

    private Html Open(Finding finding)
    {
        var (kind, name) = finding.Level switch
        {
            FindingLevel.Good => ("good", "OK"),
            FindingLevel.Look => ("look", "Look"),
            _ => ("bad", "Problem"),
        };
        return _html.Open("li", ("class", kind)).Element("span", name, ("class", "level"));
    }

    private void Write(ReportTable table)
    {
        if (table.Rows.Count == 0)
        {
            _html.Element("p", $"{table.Caption}: none.", ("class", "empty"));
            return;
        }

        _html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-labelledby", table.Id + "-caption"))
            .Markup("<table>").Element("caption", CaptionOf(table), ("id", table.Id + "-caption")).Markup("<thead><tr>");
        foreach (var column in table.Columns)
        {
            _html.Element("th", column.Title, ("scope", "col"), ("class", column.IsNumber ? "n" : null));
        }

        _html.Markup(table.HasMarks ? "<th scope=\"col\">Marked because</th>" : string.Empty).Markup("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            Write(table, row);
        }

        _html.Markup("</tbody></table></div>\n");
    }

    private static string CaptionOf(ReportTable table)
    {
        var order = table.HasMarks ? ", marked ones first" : string.Empty;
        return table.Total > table.Rows.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{table.Caption} ({table.Rows.Count:N0} of {table.Total:N0}{order})")
            : table.Caption + order;
    }

    private void Write(ReportTable table, ReportRow row)
    {
        _html.Open("tr", ("class", row.Mark is null ? null : "marked"));
        for (var index = 0; index < table.Columns.Count; index++)
        {
            var text = row.Cells[index].Text;
            var kind = table.Columns[index].IsNumber ? "n" : text.Length <= MaxUnbroken ? "k" : null;
            _html.Element(index == 0 ? "th" : "td", text, ("scope", index == 0 ? "row" : null), ("class", kind));
        }

        if (table.HasMarks)
        {
            _html.Element("td", row.Mark?.Reason, ("class", "mark"));
        }

        _html.Markup("</tr>\n");
    }
}
