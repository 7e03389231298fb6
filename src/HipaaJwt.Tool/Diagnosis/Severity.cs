namespace HipaaJwt.Tool.Diagnosis;

/// <summary>How serious a finding is.</summary>
internal enum Severity
{
    Ok,
    Warning,
    Problem,
}
