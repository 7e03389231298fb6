namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>How serious a finding is.</summary>
internal enum FindingLevel
{
    Good,

    /// <summary>A person should look at it.</summary>
    Look,

    /// <summary>The figures, or the log, cannot be relied on.</summary>
    Bad,
}
