using System.Globalization;
using System.Net;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>The hours and the addresses from which a user or client received data on one day.</summary>
internal sealed class DayDetail
{
    private const int HoursInDay = 24;
    private const int MaxAddresses = 8;
    private const string NoAddress = "(none)";

    private readonly int[] _hours = new int[HoursInDay];
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private int _otherAddresses;

    /// <summary>The number of accesses.</summary>
    public long Accesses { get; private set; }

    /// <summary>The hours with accesses and their numbers, such as <c>20:00 (33), 21:00 (27)</c>.</summary>
    public string Hours => string.Join(", ", _hours.Select((count, hour) => (count, hour)).Where(item => item.count > 0)
        .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.hour:00}:00 ({item.count:N0})")));

    /// <summary>The addresses and the numbers of accesses from them, the most first.</summary>
    public string Addresses
    {
        get
        {
            var known = _addresses.OrderByDescending(address => address.Value)
                .Select(address => string.Create(CultureInfo.InvariantCulture, $"{address.Key} ({address.Value:N0})"));
            return string.Join(", ", _otherAddresses == 0 ? known : known.Append(
                string.Create(CultureInfo.InvariantCulture, $"others ({_otherAddresses:N0})")));
        }
    }

    public void Add(DateTimeOffset local, IPAddress? address)
    {
        Accesses++;
        _hours[local.Hour]++;
        var name = address?.ToString() ?? NoAddress;
        if (_addresses.TryGetValue(name, out var count) || _addresses.Count < MaxAddresses)
        {
            _addresses[name] = count + 1;
        }
        else
        {
            _otherAddresses++;
        }
    }

    /// <summary>The row of the day of a marked user.</summary>
    public ReportRow ToRow(string name, DateOnly day, int patients) =>
        ReportRow.Of(name, Cell.Of(day), patients, Accesses, Hours, Addresses);
}
