namespace ClinicApi.Walkthrough;

/// <summary>Prints each request with its response and audit event, and counts the differences from the expected outcome.</summary>
internal sealed class Report(TextWriter output)
{
    public int Requests { get; private set; }

    public int Failures { get; private set; }

    public void WriteHeading() => WriteRow(" ", "request", "response", "audit event", "reason", "subject");

    public void WriteGroup(string title) => output.WriteLine($"\n{title}");

    public void Write(Scenario scenario, Outcome actual)
    {
        Requests++;
        string[] differences = [.. actual.DifferencesFrom(scenario.Expected)];
        WriteRow(differences.Length == 0 ? " " : "!", scenario.Title, ResponseOf(actual), actual.Event, actual.Reason, actual.Subject);
        foreach (var difference in differences)
        {
            Fail(difference);
        }
    }

    public void WriteSummary() => output.WriteLine(Failures == 0
        ? $"\n{Requests} of {Requests} requests had the expected response and exactly one audit event."
        : $"\n{Requests} requests, {Failures} differences from the expected outcome.");

    public void Fail(string problem)
    {
        Failures++;
        output.WriteLine($"!     {problem}");
    }

    /// <summary>Returns the status and the error of the challenge.</summary>
    private static string ResponseOf(Outcome actual)
    {
        var error = actual.Challenge.Split('"') is [_, var code, ..] ? $" {code}" : string.Empty;
        return $"{(int)actual.Status}{error}";
    }

    private void WriteRow(string mark, string request, string response, string auditEvent, string reason, string subject) =>
        output.WriteLine($"{mark} {request,-42} {response,-23} {auditEvent,-16} {reason,-38} {subject}");
}
