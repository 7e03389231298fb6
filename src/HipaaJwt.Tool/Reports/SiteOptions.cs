using System.CommandLine;
using HipaaJwt.Tool.Reports.Sites;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Reports;

/// <summary>The options that say where and when the people of the log work.</summary>
internal sealed class SiteOptions
{
    private readonly Option<string> _zone = new("--time-zone")
    {
        Description = "The time zone of the site by its IANA identifier, such as Europe/Zurich. Without it, times are in UTC.",
        HelpName = "ID",
        DefaultValueFactory = _ => "UTC",
    };

    private readonly Option<string> _hours = new("--hours")
    {
        Description = "The working hours at the site.",
        HelpName = "HH:MM-HH:MM",
        DefaultValueFactory = _ => WorkingHours.DefaultHours,
    };

    private readonly Option<string> _days = new("--days")
    {
        Description = "The working days at the site, such as Mon-Fri or Mon,Tue,Sat.",
        HelpName = "DAYS",
        DefaultValueFactory = _ => WorkingHours.DefaultDays,
    };

    public IEnumerable<Option> All => [_zone, _hours, _days];

    public Found<Site> Read(ParseResult parsed)
    {
        var (zoneId, hours, days) = (parsed.GetRequiredValue(_zone), parsed.GetRequiredValue(_hours), parsed.GetRequiredValue(_days));
        if (!TimeZones.TryFind(zoneId, out var zone))
        {
            var nearest = TimeZones.Nearest(zoneId);
            return Failure.Usage($"--time-zone: '{zoneId}' is not a known IANA time zone. "
                + (nearest.Count > 0
                    ? $"Did you mean {string.Join(" or ", nearest)}?" : "Write one such as Europe/Zurich or America/New_York."));
        }

        if (!WorkingHours.TryParseHours(hours, out var start, out var end))
        {
            return Failure.Usage(
                $"--hours: '{hours}' are no hours of a day. Write the begin and a later end, such as {WorkingHours.DefaultHours}.");
        }

        return WorkingHours.TryParseDays(days, out var parsedDays)
            ? new Site(zone, new WorkingHours(start, end, parsedDays))
            : Failure.Usage($"--days: '{days}' are no days. Write {WorkingHours.DefaultDays} or Mon,Tue,Sat.");
    }
}
