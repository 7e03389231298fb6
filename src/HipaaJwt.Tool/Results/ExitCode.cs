namespace HipaaJwt.Tool.Results;

/// <summary>The exit codes of the tool. They never change: scripts depend on them. <c>docs/tool.md</c> lists them.</summary>
internal enum ExitCode
{
    /// <summary>Everything that was checked is valid, or the command did what it was asked.</summary>
    Ok = 0,

    /// <summary>The log, the proof, the token or the configuration is invalid.</summary>
    Invalid = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>Something that the command needs is missing, or cannot be read, written or reached.</summary>
    NotFound = 3,

    /// <summary>Nothing was checked, or an anchor is missing.</summary>
    NothingChecked = 4,

    /// <summary>The use of the log could not be recorded, so nothing was shown or changed.</summary>
    NotRecorded = 5,

    /// <summary>The tool has a defect. Report it.</summary>
    Defect = 70,

    /// <summary>The user canceled the command.</summary>
    Canceled = 130,
}
