using HipaaJwt.AspNetCore.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>
/// Writes the pictures of <c>docs/audit-review.md</c> into <c>pictures</c> beside the tests. Run it with <c>-explicit only</c>.
/// </summary>
public sealed class ReportPictures
{
    [Fact(Explicit = true)]
    public async Task Write_the_pictures_of_the_documentation()
    {
        Browser.RequireChromium();
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;
        using var log = await HospitalLog.CreateAsync(seed: 164_308, accessesInShift: 3, hasIncidents: true);
        var report = await log.ReportAsync("report.html");
        File.Copy(report.Page, Path.Combine(folder, "report.html"), overwrite: true);
        var page = await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken);
        var users = page.IndexOf("<section id=\"users\"", StringComparison.Ordinal);
        var section = page[..page.IndexOf("<header>", StringComparison.Ordinal)]
            + page[users..page.IndexOf("</section>", users, StringComparison.Ordinal)] + "</section></body></html>";
        await File.WriteAllTextAsync(log["users.html"], section, TestContext.Current.CancellationToken);
        foreach (var (name, scheme) in new[] { ("light", AccessibilityTests.Light), ("dark", AccessibilityTests.Dark) })
        {
            await DrawAsync(report.Page, scheme, Path.Combine(folder, $"audit-report-{name}.png"));
            await DrawAsync(log["users.html"], scheme, Path.Combine(folder, $"audit-report-users-{name}.png"));
        }
    }

    private static async Task DrawAsync(string page, string scheme, string picture)
    {
        await Browser.DrawAsync(new Uri(page), picture, scheme, "--window-size=1180,1200");
        File.Exists(picture).Should().BeTrue();
    }
}
