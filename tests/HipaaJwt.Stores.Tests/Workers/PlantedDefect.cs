namespace HipaaJwt.Stores.Tests.Workers;

/// <summary>A defect that a process can be told to have, so that a test shows that it would be noticed.</summary>
public enum PlantedDefect
{
    /// <summary>No defect.</summary>
    None,

    /// <summary>The counter of a session is read, and written later without looking again.</summary>
    ReadThenWrite,

    /// <summary>Nobody looks whether the compare-and-set has changed a row.</summary>
    IgnoredFailure,

    /// <summary>The audit event is written after the answer.</summary>
    AuditAfterAnswer,
}

/// <summary>The defect of this process.</summary>
internal sealed class Planted
{
    public PlantedDefect Defect { get; private set; }

    /// <summary>Plants a defect by its name.</summary>
    /// <returns>The answer of the process.</returns>
    public string Plant(string name)
    {
        Defect = Enum.Parse<PlantedDefect>(name);
        return "planted";
    }
}
