using System.Net;
using System.Net.Sockets;
using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Sessions, tokens and accounts that are used from several places at the same time.</summary>
internal sealed class SharedSessionSection : IReportSection
{
    private const int MaxActive = 100_000;
    private const int MaxPlaces = 4;
    private const int MaxPlacesShown = 8;
    private const int Ipv4NetworkBytes = 2;
    private const int Ipv6NetworkBytes = 6;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly ReportScope _scope;
    private readonly Tally<Places> _active = new(MaxActive, "sessions, tokens and users that are active at once");
    private DateTimeOffset _nextCleanup;

    public SharedSessionSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        if (entry.Event.RemoteAddress is not { } address || entry.Event.Outcome != AuditOutcome.Success)
        {
            return;
        }

        Add("session", entry.Event.SessionId, address.ToString(), entry);
        Add("token", entry.Event.TokenId, address.ToString(), entry);
        Add("user", entry.User, NetworkOf(address), entry);
    }

    public ReportSection Complete()
    {
        var shared = _active.States.Values.Where(places => places.Returns > 0).OrderByDescending(places => places.Returns).ToArray();
        return new(
            "shared",
            "Sessions, tokens and accounts in several places",
            "A session or token is marked if, at least once, it is used from one address, then from another, and within 15 min from the "
            + "first again. A user is marked if the same happens with two networks (the first 16 bits of an IPv4 address, the first 48 of "
            + "an IPv6 address). A person can cause this with a VPN or a telephone. An account that two people use always causes it.")
        {
            Findings = [.. FindingsOf(shared)],
            Tables =
            [
                new ReportTable(
                    "shared",
                    "Used from several places at the same time",
                    ReportColumn.Text("kind", "Kind"),
                    ReportColumn.Text("name", "Name"),
                    ReportColumn.Text("user", "User"),
                    ReportColumn.Text("places", "Addresses or networks"),
                    ReportColumn.Number("returns", "Changes back within 15 min"),
                    ReportColumn.Text("first", "First"),
                    ReportColumn.Text("last", "Last")).WithTop(_scope.Rows, shared.Select(RowOf)),
            ],
            Limits = [.. _active.Limits],
        };
    }

    /// <summary>One finding for each user, whatever the number of sessions and tokens. Sessions name addresses.</summary>
    private IEnumerable<Finding> FindingsOf(IReadOnlyCollection<Places> shared) => shared.Count == 0
        ? [Finding.Good("Nothing was used from several places at the same time.")]
        : shared.GroupBy(places => places.User).Take(_scope.Rows).Select(FindingOf);

    private Finding FindingOf(IGrouping<string?, Places> ofUser)
    {
        var addresses = ofUser.MinBy(places => places.Kind, StringComparer.Ordinal)!.Addresses;
        var text = $"Account {ofUser.Key ?? "(unknown)"}: used from {addresses} at the same time, first on "
            + $"{_scope.Time(ofUser.Min(places => places.FirstReturn))}.";
        return Finding.Look(text) with { TimesLimit = ofUser.Max(places => places.Returns) };
    }

    private static string NetworkOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var length = plain.AddressFamily == AddressFamily.InterNetwork ? Ipv4NetworkBytes : Ipv6NetworkBytes;
        bytes.AsSpan(length).Clear();
        return $"{new IPAddress(bytes)}/{length * 8}";
    }

    private void Add(string kind, string? name, string place, in ReportEntry entry)
    {
        if (name is null)
        {
            return;
        }

        if (_active.Count >= MaxActive && entry.Event.Time >= _nextCleanup)
        {
            RemoveIdle(entry.Event.Time);
        }

        if (_active.TryGet($"{kind} {name}", out var places))
        {
            (places.Kind, places.Name, places.User) = (kind, name, entry.User ?? places.User);
            places.Add(place, entry.Event.Time);
        }
    }

    /// <summary>Forgets what is unmarked and idle: its next use can no longer be within the window.</summary>
    private void RemoveIdle(DateTimeOffset now)
    {
        _nextCleanup = now + TimeSpan.FromMinutes(1);
        foreach (var (name, _) in _active.States.Where(pair => pair.Value.Returns == 0 && now - pair.Value.LastUse > Window).ToArray())
        {
            _active.Remove(name);
        }
    }

    private ReportRow RowOf(Places places) => new(
        new Mark("at the same time", places.Returns),
        places.Kind,
        places.Name,
        places.User,
        places.Addresses,
        places.Returns,
        _scope.TimeCell(places.FirstReturn),
        _scope.TimeCell(places.LastReturn));

    private sealed class Places
    {
        private readonly List<(string Place, DateTimeOffset Time)> _recent = new(1);
        private readonly SortedSet<string> _returned = new(StringComparer.Ordinal);

        public string Kind { get; set; } = string.Empty;

        public string Name { get; set; } = string.Empty;

        public string? User { get; set; }

        public long Returns { get; private set; }

        public DateTimeOffset FirstReturn { get; private set; }

        public DateTimeOffset LastReturn { get; private set; }

        public DateTimeOffset LastUse => _recent[^1].Time;

        public string Addresses => string.Join(", ", _returned);

        public void Add(string place, DateTimeOffset time)
        {
            var index = _recent.FindIndex(use => use.Place == place);
            if (index >= 0 && index < _recent.Count - 1 && time - _recent[index].Time <= Window)
            {
                FirstReturn = Returns++ == 0 ? time : FirstReturn;
                LastReturn = time;
                _returned.UnionWith(_returned.Count < MaxPlacesShown ? [place, _recent[^1].Place] : []);
            }

            if (index >= 0)
            {
                _recent.RemoveAt(index);
            }
            else if (_recent.Count == MaxPlaces)
            {
                _recent.RemoveAt(0);
            }

            _recent.Add((place, time));
        }
    }
}
