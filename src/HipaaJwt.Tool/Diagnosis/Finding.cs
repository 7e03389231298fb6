namespace HipaaJwt.Tool.Diagnosis;

/// <summary>One result of a diagnosis.</summary>
/// <param name="Severity">How serious it is.</param>
/// <param name="Topic">What it is about, such as <c>clock</c>.</param>
/// <param name="Message">What was found and what to do.</param>
internal sealed record Finding(Severity Severity, string Topic, string Message);
