using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Names;

namespace HipaaJwt.Tool.Reports.Sites;

/// <summary>Finds time zones by their IANA identifiers.</summary>
internal static class TimeZones
{
    private const int MaxSuggestions = 3;

    public static bool TryFind(string id, [NotNullWhen(true)] out TimeZoneInfo? zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone) && (zone.HasIanaId || zone.Id == TimeZoneInfo.Utc.Id);

    /// <summary>Finds the identifiers that a person probably meant: of the same city, or with few other characters.</summary>
    public static IReadOnlyList<string> Nearest(string id)
    {
        string[] known = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)];
        var city = CityOf(id);
        var nearestId = NearestName.Find(id, known);
        var nearestCity = NearestName.Find(city, known.Select(CityOf));
        return
        [
            .. known.Where(zone => zone == nearestId || (nearestCity is not null && CityOf(zone) == nearestCity))
                .Take(MaxSuggestions),
        ];
    }

    private static string CityOf(string id) => id[(id.LastIndexOf('/') + 1)..];
}
