using System.Text.RegularExpressions;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>Checks the page in a real browser with the rules of axe (WCAG 2.2, levels A and AA, and best practices).</summary>
[Trait("Speed", "Slow")]
public sealed partial class AccessibilityTests
{
    private const string Axe = "axe-core@4.14.1";
    internal const string Light = "--blink-settings=preferredColorScheme=1";
    internal const string Dark = "--blink-settings=preferredColorScheme=0";

    private const string Policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";

    private const string RunAxe =
        """
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(result => {
          const text = result.violations.map(rule => rule.id + ': ' + rule.nodes[0].html).join('\n');
          const background = getComputedStyle(document.body).backgroundColor;
          document.body.textContent = '{{' + result.passes.length + '|' + background + '|' + text + '}}';
        });
        """;

    [Fact]
    public async Task Axe_finds_nothing_in_light_and_dark()
    {
        Browser.Require();
        var axe = await Browser.GetPackageFileAsync(Axe, "axe.min.js");
        using var log = await HospitalLog.CreateAsync(seed: 17, accessesInShift: 1, hasIncidents: true);
        var report = await log.ReportAsync("report.html", "--patient", PlantedIncidents.Prominent);

        // The policy of the page forbids scripts, so a copy without it runs axe.
        var page = await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken);
        page.Should().Contain(Policy);
        var copy = page.Replace(Policy, string.Empty, StringComparison.Ordinal)
            .Replace("</body>", $"<script>{axe}</script><script>{RunAxe}</script></body>", StringComparison.Ordinal);
        await File.WriteAllTextAsync(log["copy.html"], copy, TestContext.Current.CancellationToken);

        var light = await CheckAsync(log["copy.html"], Light);
        var dark = await CheckAsync(log["copy.html"], Dark);

        light.Violations.Should().BeEmpty();
        dark.Violations.Should().BeEmpty();
        light.Background.Should().NotBe(dark.Background);
    }

    [Fact]
    public async Task Axe_finds_a_planted_mistake()
    {
        Browser.Require();
        var axe = await Browser.GetPackageFileAsync(Axe, "axe.min.js");
        using var folder = new TempFolder();
        var page = folder.Write(
            "page.html", $"<!DOCTYPE html><html><body><img src=\"\"><script>{axe}</script><script>{RunAxe}</script></body></html>");

        (await CheckAsync(page, Light)).Violations.Should().Contain("image-alt");
    }

    [Fact]
    public async Task A_script_in_the_log_does_nothing_in_a_browser()
    {
        Browser.RequireChromium();
        const string Script = "\"><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";
        using var clinic = await ClinicLog.CreateAsync(SiteEvent.Access(SiteEvent.Monday, Script, Script) with { Roles = [Script] });
        var report = await ReportTests.RunAsync(clinic, "--key", clinic.PublicKey, "--patient", Script);

        var html = await Browser.DumpAsync(new Uri(report.Page));

        html.Should().Contain("<title>Audit log review</title>").And.NotContain("<img").And.Contain("&lt;script&gt;");
    }

    private static async Task<(string Background, string Violations)> CheckAsync(string path, string scheme)
    {
        var result = Result().Match(await Browser.DumpAsync(new Uri(path), scheme));
        result.Success.Should().BeTrue("axe should have finished");
        result.Groups["passes"].Value.Should().NotBe("0");
        return (result.Groups["background"].Value, result.Groups["violations"].Value);
    }

    [GeneratedRegex(@"\{\{(?<passes>\d+)\|(?<background>[^|]*)\|(?<violations>.*)\}\}", RegexOptions.Singleline)]
    private static partial Regex Result();
}
