namespace HipaaJwt.Policy;

/// <summary>An attempt to change the options of a trust while the host runs.</summary>
/// <param name="IsAccepted">Whether the new options are in effect; otherwise the previous ones stay.</param>
/// <param name="Added">The issuers that are trusted now and were not before.</param>
/// <param name="Removed">The issuers that are not trusted any more.</param>
internal sealed record OptionsReload(bool IsAccepted, IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    public static OptionsReload Rejected { get; } = new(false, [], []);

    public static OptionsReload Accepted(ValidationPolicy previous, ValidationPolicy next)
    {
        var (before, after) = (NamesOf(previous), NamesOf(next));
        return new OptionsReload(true, [.. after.Except(before)], [.. before.Except(after)]);
    }

    private static IEnumerable<string> NamesOf(ValidationPolicy policy) => policy.Issuers.Select(issuer => issuer.Issuer).Distinct();
}
