using HipaaJwt.Tool.Trusts;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tool.Diagnosis;

/// <summary>Reads weak options and rejected keys from what the library logs at start.</summary>
internal static class LogFindings
{
    /// <summary>Sinks are added in code, so a settings file says nothing about them.</summary>
    private const string SinksPath = "AddAuditSink";

    /// <summary>The changes of state and the failures of refreshes, which the findings about keys report.</summary>
    private static readonly int[] StateEvents = [20, 25];

    public static IEnumerable<Finding> Of(IEnumerable<LogLine> lines) =>
        from line in lines
        where line.Level >= LogLevel.Warning && !StateEvents.Contains(line.Id)
        where line.Id != LogLine.Weakness || line["Path"] != SinksPath
        select line.Id == LogLine.Weakness
            ? new Finding(Severity.Warning, "weak option", line.Text)
            : new Finding(line.Level >= LogLevel.Error ? Severity.Problem : Severity.Warning, "keys", line.Text);
}
