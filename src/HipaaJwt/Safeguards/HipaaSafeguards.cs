namespace HipaaJwt;

/// <summary>
/// The paragraphs of 45 CFR 164 that HipaaJwt helps with. It is HIPAA-aligned: whether an organization meets the rules depends on its risk
/// analysis, its policies and everything else that it runs.
/// </summary>
/// <example>
/// <code>
/// foreach (var safeguard in HipaaSafeguards.All)
/// {
///     Console.WriteLine($"{safeguard.Paragraph}: {safeguard.OperatorDuty}");
/// }
/// </code>
/// </example>
public static class HipaaSafeguards
{
    /// <summary>All paragraphs: first the technical safeguards of 164.312, then related ones.</summary>
    /// <value>The table of the documentation.</value>
    public static IReadOnlyList<HipaaSafeguard> All => Safeguards.SafeguardTable.All;
}
