namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>Why a person should look at a row.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="TimesLimit">The value divided by the limit from which a row is marked; 1 if the reason is no number.</param>
internal sealed record Mark(string Reason, double TimesLimit = 1)
{
    public static implicit operator Mark?(string? reason) => reason is null ? null : new Mark(reason);

    /// <summary>One mark for several; null if there is none. The largest number counts.</summary>
    public static Mark? Of(params IEnumerable<Mark?> marks)
    {
        var found = marks.OfType<Mark>().ToArray();
        return found.Length == 0
            ? null
            : new Mark(string.Join("; ", found.Select(mark => mark.Reason)), found.Max(mark => mark.TimesLimit));
    }

    public override string ToString() => Reason;
}
