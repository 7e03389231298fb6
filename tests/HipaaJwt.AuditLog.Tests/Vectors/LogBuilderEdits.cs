using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

internal static class LogBuilderEdits
{
    /// <summary>Changes the text of a file.</summary>
    public static LogBuilder Edit(this LogBuilder log, string name, Func<string, string> change)
    {
        File.WriteAllText(log.PathOf(name), change(File.ReadAllText(log.PathOf(name))));
        return log;
    }

    /// <summary>Changes the lines of a segment.</summary>
    public static LogBuilder EditLines(this LogBuilder log, long first, Action<List<string>> change) => log.Edit(StreamFiles.Segment(first), text =>
    {
        var lines = text.Split('\n').SkipLast(1).ToList();
        change(lines);
        return string.Concat(lines.Select(line => line + "\n"));
    });
}
