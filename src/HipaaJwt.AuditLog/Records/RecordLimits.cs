namespace HipaaJwt.AuditLog.Records;

/// <summary>How much of a record is written.</summary>
/// <param name="Elements">The largest number of elements of a list.</param>
/// <param name="Characters">The largest number of characters of a text.</param>
internal readonly record struct RecordLimits(int Elements, int Characters)
{
    /// <summary>
    /// Ever smaller limits. A record within the last ones is always smaller than <see cref="Format.LogLine.MaxJsonLength"/>.
    /// </summary>
    public static RecordLimits[] Steps { get; } =
        [new(int.MaxValue, int.MaxValue), new(256, 1_024), new(64, 256), new(16, 64), new(2, 48)];
}
