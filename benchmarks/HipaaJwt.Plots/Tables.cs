using System.Globalization;

namespace HipaaJwt.Plots;

/// <summary>Writes the tables of the performance page in Markdown.</summary>
internal static class Tables
{
    private const string None = "–";

    public static string Gate(IReadOnlyList<GateLine> lines) => Markdown(
        ["what", "alg", "time", "bytes", "× raw", "× faster than Microsoft", "× baseline", "found"],
        lines.Select(line => new[]
        {
            line.Name,
            line.Algorithm ?? None,
            line.Nanoseconds > 0 ? Time(line.Nanoseconds) : None,
            $"{Number(line.Bytes, "#,0.#")} B",
            Ratio(line.VersusRaw, "0.000"),
            Ratio(line.VersusMicrosoft, line.VersusMicrosoft >= 10 ? "0" : "0.00"),
            Ratio(line.VersusBaseline, "0.000"),
            Ratio(line.Found, "P1"),
        }));

    public static string Http(IReadOnlyList<HttpLine> lines) => Markdown(
        [
            "tokens", "alg", "anonymous", "idle scheme", "JwtBearer", "HipaaJwt", "HipaaJwt ÷ JwtBearer", "HipaaJwt ÷ idle",
            "bytes over idle", "without audit events ÷ idle",
        ],
        lines.Select(line => new[]
        {
            line.Name,
            line.Algorithm,
            $"{Number(line.Anonymous, "N0")}/s",
            $"{Number(line.Idle, "N0")}/s",
            $"{Number(line.JwtBearer, "N0")}/s ({Number(line.JwtBearerOfAnonymous, "P0")})",
            $"{Number(line.HipaaJwt, "N0")}/s ({Number(line.HipaaJwtOfAnonymous, "P0")})",
            Number(line.HipaaJwtOverJwtBearer, "0.00"),
            Number(line.HipaaJwtOverIdle, "0.000"),
            Number(line.BytesOverIdle, "N0"),
            line.UnauditedOverIdle is { } ratio ? Number(ratio, "0.000") : None,
        }));

    /// <summary>Returns a table with a row for each algorithm and a column for each contender.</summary>
    public static string ByAlgorithm(IReadOnlyList<MicroLine> lines, string name) =>
        Pivot(lines.Where(line => line.Name == name), "alg", line => line.Algorithm ?? None);

    /// <summary>Returns a table with a row for each algorithm and parameter, and a column for each contender.</summary>
    public static string ByParameter(IReadOnlyList<MicroLine> lines, string name) =>
        Pivot(lines.Where(line => line.Name == name), string.Empty, line => $"{line.Algorithm} {line.Parameter}".Trim());

    private static string Pivot(IEnumerable<MicroLine> lines, string title, Func<MicroLine, string> rowOf)
    {
        MicroLine[] all = [.. lines];
        string[] contenders = [.. all.Select(line => line.Contender).Distinct()];
        return Markdown(
            [title, .. contenders],
            all.GroupBy(rowOf).Select(row => (string[])[row.Key, .. contenders.Select(contender => Cell(row, contender))]));
    }

    private static string Cell(IEnumerable<MicroLine> row, string contender) =>
        row.FirstOrDefault(line => line.Contender == contender) is { } line ? $"{Time(line.Nanoseconds)}, {line.Bytes} B" : None;

    private static string Markdown(string[] titles, IEnumerable<string[]> rows) =>
        string.Concat(new[] { titles, [.. titles.Select(_ => "---")] }.Concat(rows).Select(row => $"| {string.Join(" | ", row)} |\n"));

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => $"{Number(nanoseconds, "0.0")} ns",
        < 1_000_000 => $"{Number(nanoseconds / 1_000, "0.00")} µs",
        _ => $"{Number(nanoseconds / 1_000_000, "0")} ms",
    };

    private static string Ratio(double? ratio, string format) => ratio is { } value ? Number(value, format) : None;

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
