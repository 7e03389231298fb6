using System.Globalization;
using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Histories;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Runs;

/// <summary>Writes what the histories of a run have in common, as tables.</summary>
internal static class Summary
{
    public static IEnumerable<string> Create(IReadOnlyCollection<(CellKind Kind, Outcome Outcome)> outcomes, TimeSpan duration)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcomes.Count} histories in {duration.TotalSeconds:F0} s, {outcomes.Sum(one => one.Outcome.Violations.Count)} violations");
        yield return string.Empty;
        yield return "| Store | Histories | Checks | Accepted | Acknowledged | Unknown | Slowest effect | Slowest answer | Excused | "
        + "Slowest recovery |";
        yield return "|---|---|---|---|---|---|---|---|---|---|";
        foreach (var group in outcomes.GroupBy(one => one.Kind, one => one.Outcome)
            .OrderBy(group => group.Key.ToString(), StringComparer.Ordinal))
        {
            yield return Row(group.Key, [.. group]);
        }

        yield return string.Empty;
        var stores = outcomes.Select(one => one.Kind.Store).Distinct().Order(StringComparer.Ordinal).ToArray();
        yield return $"| Fault | {string.Join(" | ", stores)} |";
        yield return $"|---{string.Concat(stores.Select(_ => "|---"))}|";
        foreach (var fault in outcomes.SelectMany(one => one.Outcome.FaultNames).Distinct().Order(StringComparer.Ordinal))
        {
            var counts = stores.Select(store => outcomes.Count(one => one.Kind.Store == store && one.Outcome.FaultNames.Contains(fault)));
            yield return $"| {fault} | {string.Join(" | ", counts)} |";
        }

        yield return string.Empty;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Revocations and instances that were late because the store had lost the revocation: "
            + $"{outcomes.Sum(one => one.Outcome.LateByLoss)}");
    }

    private static string Row(CellKind kind, IReadOnlyList<Outcome> all)
    {
        var (loss, options) = (kind.LosesData ? ", loss" : string.Empty, kind.HasDefaultOptions ? ", default options" : string.Empty);
        var name = $"{kind.Store}{loss}{options}";
        var effect = kind.LosesData ? all.Max(one => one.SlowestEffectAfterLoss) : all.Max(one => one.SlowestEffect);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {all.Count} | {all.Sum(one => one.Checks):N0} | {all.Sum(one => one.Acceptances):N0} | "
            + $"{all.Sum(one => one.Acknowledged):N0} | {all.Sum(one => one.Unknown):N0} | {Text(effect)} | "
            + $"{Text(all.Max(one => one.SlowestAnswer))} | {all.Sum(one => one.Excused)} | {Text(all.Max(one => one.SlowestRecovery))} |");
    }

    private static string Text(long ticks) => string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Max(0, MachineTime.Milliseconds(ticks)):F0} ms");
}
