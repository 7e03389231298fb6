using System.Globalization;

namespace ClinicApi.Walkthrough;

/// <summary>Prints each request with its response and audit event, and counts the differences from the expected outcome.</summary>
internal sealed class Report(TextWriter output)
{
    public int Requests { get; private set; }

    public int Failures { get; private set; }

    public void WriteHeading() => WriteRow(" ", "request", "response", "audit event", "reason", "subject");

    public void WriteGroup(string title) => output.WriteLine($"\n{title}");

    /// <summary>Prints what happened between the requests.</summary>
    public void WriteNote(string note) => output.WriteLine($"  > {note}");

    /// <summary>Prints how long something took, and counts a failure if it took longer than the limit.</summary>
    public void WriteTime(string what, TimeSpan? elapsed, TimeSpan limit)
    {
        var seconds = limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        if (elapsed is { } time)
        {
            WriteNote($"{what}: {time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s (limit {seconds} s)");
        }
        else
        {
            Fail($"{what}: not within {seconds} s");
        }
    }

    public void Write(Scenario scenario, Outcome actual) => Write(scenario.Title, actual, scenario.Expected);

    public void Write(string title, Outcome actual, Outcome expected)
    {
        Requests++;
        string[] differences = [.. actual.DifferencesFrom(expected)];
        WriteRow(differences.Length == 0 ? " " : "!", title, ResponseOf(actual), actual.Event, actual.Reason, actual.Subject);
        if (actual.Further != Outcome.None)
        {
            output.WriteLine($"    {actual.Further}");
        }

        foreach (var difference in differences)
        {
            Fail(difference);
        }
    }

    public void WriteSummary() => output.WriteLine(Failures == 0
        ? $"\n{Requests} of {Requests} requests had the expected response and audit events."
        : $"\n{Requests} requests, {Failures} differences from the expected outcome.");

    public void Fail(string problem)
    {
        Failures++;
        output.WriteLine($"!     {problem}");
    }

    /// <summary>Returns the status and the error of the challenge or of the body.</summary>
    private static string ResponseOf(Outcome actual)
    {
        var error = actual.Challenge.Split('"') is [_, var code, ..] ? code : actual.Error;
        return error == Outcome.None ? $"{(int)actual.Status}" : $"{(int)actual.Status} {error}";
    }

    private void WriteRow(string mark, string request, string response, string auditEvent, string reason, string subject) =>
        output.WriteLine($"{mark} {request,-42} {response,-23} {auditEvent,-18} {reason,-38} {subject}");
}
