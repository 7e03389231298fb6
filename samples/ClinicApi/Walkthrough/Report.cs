namespace ClinicApi.Walkthrough;

/// <summary>Prints what was asked, answered and recorded, and counts what is not as it should be.</summary>
internal sealed class Report(TextWriter output)
{
    public int Requests { get; private set; }

    public int Failures { get; private set; }

    public void WriteHeading() => WriteRow(" ", "request", "answer", "audit event", "reason", "who");

    public void WriteGroup(string title) => output.WriteLine($"\n{title}");

    public void Write(Scenario scenario, Outcome seen)
    {
        Requests++;
        string[] differences = [.. seen.DifferencesFrom(scenario.Expected)];
        WriteRow(differences.Length == 0 ? " " : "!", scenario.Title, AnswerOf(seen), seen.Event, seen.Reason, seen.Who);
        foreach (var difference in differences)
        {
            Fail(difference);
        }
    }

    public void WriteSummary() => output.WriteLine(Failures == 0
        ? $"\n{Requests} requests, each with the answer and the one audit event that it should have."
        : $"\n{Requests} requests, {Failures} differences from what should be.");

    public void Fail(string problem)
    {
        Failures++;
        output.WriteLine($"!     {problem}");
    }

    /// <summary>The status and the error that the challenge names.</summary>
    private static string AnswerOf(Outcome seen)
    {
        var error = seen.Challenge.Split('"') is [_, var word, ..] ? $" {word}" : string.Empty;
        return $"{(int)seen.Status}{error}";
    }

    private void WriteRow(string mark, string request, string answer, string auditEvent, string reason, string who) =>
        output.WriteLine($"{mark} {request,-42} {answer,-23} {auditEvent,-16} {reason,-38} {who}");
}
