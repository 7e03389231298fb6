using System.Globalization;

namespace HipaaJwt.Plots.Scaling;

/// <summary>Writes the tables of the simulated traffic.</summary>
internal static class TrafficTables
{
    private const double Giga = 1e9;
    private const double Mega = 1e6;
    private const int SecondsOfHour = 3_600;
    private const int HoursOfDay = 24;
    private const int HoursOfWeek = 168;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly int[] Capacities = [1_024, 4_096, 16_384, TrafficHour.DefaultCapacity];

    public static string Month(IReadOnlyList<TrafficHour> hours, AuditSize size)
    {
        TrafficHour[] month = [.. hours.Where(hour => hour.Balancing == TrafficHour.Affinity)];
        var (requests, busiest) = (month.Sum(hour => hour.GroupRequests), month.MaxBy(hour => hour.GroupRequests)!);
        var day = month.Chunk(HoursOfDay).Max(chunk => chunk.Sum(hour => hour.GroupRequests));
        List<string> lines =
        [
            "| Figure | Mean or sum | Busiest |",
            "|---|---|---|",
            string.Create(Invariant, $"| Days simulated | {month.Length / HoursOfDay} | – |"),
            string.Create(Invariant, $"| Requests to the group | {requests:N0} | {day:N0} in a day |"),
            string.Create(Invariant, $"| Requests per second | {requests / (double)(month.Length * SecondsOfHour):N0} "
                + $"| {busiest.GroupRequests / (double)SecondsOfHour:N0} in the hour from {Name(busiest.Hour)} |"),
            string.Create(
                Invariant,
                $"| Clinicians that work in an hour "
                + $"| {month.Average(hour => hour.GroupClinicians):N0} | {month.Max(hour => hour.GroupClinicians):N0} |"),
            string.Create(
                Invariant,
                $"| Access tokens "
                + $"| {month.Sum(hour => (long)hour.GroupTokens):N0} | {month.Max(hour => hour.GroupTokens):N0} in an hour |"),
            string.Create(
                Invariant,
                $"| Revocations "
                + $"| {month.Sum(hour => hour.GroupRevoked):N0} | {month.Max(hour => hour.GroupRevoked):N0} in an hour |"),
            string.Create(
                Invariant,
                $"| Revocations in memory "
                + $"| {month.Average(hour => hour.GroupRevocations):N0} | {month.Max(hour => hour.GroupRevocations):N0} |"),
            string.Create(
                Invariant,
                $"| Requests with a revoked token "
                + $"| {TrafficHour.Instances * month.Sum(hour => hour.Rejected):N0} | – |"),
            string.Create(Invariant, $"| Audit events, one for each request | {requests:N0} | {day:N0} in a day |"),
            string.Create(
                Invariant,
                $"| Audit log as written "
                + $"| {requests * size.BytesPerEvent / Giga:N1} GB | {day * size.BytesPerEvent / Giga:N1} GB in a day |"),
            string.Create(Invariant, $"| Audit log, closed segments after gzip | {requests * size.CompressedBytesPerEvent / Giga:N1} GB "
                + $"| {day * size.CompressedBytesPerEvent / Giga:N1} GB in a day |"),
        ];
        return string.Join('\n', lines) + '\n';
    }

    public static string Caches(IReadOnlyList<TrafficHour> hours)
    {
        List<string> lines =
        [
            "| load balancer | capacity | time | found | found in the busiest hour | tokens at most | memory at most |",
            "|---|---|---|---|---|---|---|",
        ];
        foreach (var group in hours.GroupBy(hour => hour.Balancing))
        {
            foreach (var capacity in Capacities.Where(capacity => group.First().IndexOf(capacity) >= 0))
            {
                lines.Add(CacheRow([.. group], capacity));
            }
        }

        return string.Join('\n', lines) + '\n';
    }

    private static string CacheRow(TrafficHour[] hours, int capacity)
    {
        var index = hours[0].IndexOf(capacity);
        var busiest = hours.MaxBy(hour => hour.Served)!;
        return string.Create(
            Invariant,
            $"| {(hours[0].Balancing == TrafficHour.Affinity ? "affinity" : "in turn")} | {capacity:N0} | {hours.Length / HoursOfDay} d "
            + $"| {100.0 * hours.Sum(hour => hour.Found[index]) / hours.Sum(hour => hour.Served):F1} % "
            + $"| {100.0 * busiest.Found[index] / busiest.Served:F1} % "
            + $"| {hours.Max(hour => hour.Cached[index]):N0} | {hours.Max(hour => hour.CachedBytes[index]) / Mega:F1} MB |");
    }

    private static string Name(int hour) => string.Create(
        Invariant, $"{(DayOfWeek)(((hour % HoursOfWeek / HoursOfDay) + 1) % 7)}, day {(hour / HoursOfDay) + 1}, {hour % HoursOfDay}:00");
}
