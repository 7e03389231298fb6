namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>
/// Names users. A subject is unique only together with its issuer. Users of the first issuer in the log are named by the subject alone.
/// </summary>
internal sealed class UserLabels
{
    private string? _first;

    public string LabelOf(string? issuer, string subject)
    {
        _first ??= issuer;
        return issuer is null || issuer == _first ? subject : $"{subject} ({issuer})";
    }
}
