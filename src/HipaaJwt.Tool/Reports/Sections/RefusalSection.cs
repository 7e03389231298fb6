using System.Globalization;
using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Rejected tokens and denied accesses by their reason and their source, and how many came from a source within an hour.</summary>
internal sealed class RefusalSection : IReportSection
{
    private const int MaxSources = 50_000;
    private const int MinRepetitions = 10;

    private readonly ReportScope _scope;
    private readonly Dictionary<JwtErrorCode, long> _reasons = [];
    private readonly Tally<Source> _addresses = new(MaxSources, "addresses");
    private readonly Tally<Source> _clients = new(MaxSources, "clients");
    private long _count;

    public RefusalSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        if (!entry.IsRefusal)
        {
            return;
        }

        _count++;
        var reason = entry.Event.ReasonCode;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        if (_addresses.TryGet(entry.Event.RemoteAddress?.ToString() ?? "(none)", out var address))
        {
            address.Add(entry);
        }

        if (_clients.TryGet(entry.Event.ClientId ?? "(unknown client)", out var client))
        {
            client.Add(entry);
        }
    }

    public ReportSection Complete() => new(
        "refusals",
        "Rejected tokens and denied accesses",
        "By reason, by the address of the request and by client. Before a signature is verified nobody knows the client, so such events "
        + $"count as \"(unknown client)\". A source is marked if at least {MinRepetitions} failures came from it within one hour of "
        + "the clock.")
    {
        Findings = [.. FindingsOf()],
        Tables =
        [
            new ReportTable(
                "refusalsByReason",
                "Failures by reason",
                ReportColumn.Text("reason", "Reason"),
                ReportColumn.Number("failures", "Failures"))
            {
                Chart = new BarChart("Failures by reason", "failures", 0, 1) { IsHorizontal = true },
            }.WithTop(_scope.Rows, Reasons()),
            TableOf("refusalsByAddress", "Failures by address", "Address", _addresses),
            TableOf("refusalsByClient", "Failures by client", "Client", _clients),
        ],
        Limits = [.. _addresses.Limits, .. _clients.Limits],
    };

    private IEnumerable<ReportRow> Reasons() => _reasons.OrderByDescending(reason => reason.Value).Select(reason => ReportRow.Of(
        string.Create(CultureInfo.InvariantCulture, $"{(int)reason.Key} {reason.Key}"), reason.Value));

    private ReportTable TableOf(string id, string caption, string source, Tally<Source> sources) => new ReportTable(
        id,
        caption,
        ReportColumn.Text("source", source),
        ReportColumn.Number("failures", "Failures"),
        ReportColumn.Number("mostInAnHour", "Most in one hour"),
        ReportColumn.Text("hour", "That hour"),
        ReportColumn.Text("reason", "Last reason")).WithTop(
            _scope.Rows,
            sources.States.OrderByDescending(pair => pair.Value.Most).ThenByDescending(pair => pair.Value.Count).Select(RowOf));

    private ReportRow RowOf(KeyValuePair<string, Source> pair)
    {
        var (name, source) = pair;
        return new(
            source.Most >= MinRepetitions ? new Mark("repeated", (double)source.Most / MinRepetitions) : null,
            name,
            source.Count,
            source.Most,
            Cell.OfHour(source.MostAt),
            source.Reason.ToString());
    }

    private IEnumerable<Finding> FindingsOf()
    {
        yield return Finding.Good(string.Create(CultureInfo.InvariantCulture, $"Failures: {_count:N0}."));
        var repeated = _addresses.States.Where(address => address.Value.Most >= MinRepetitions)
            .OrderByDescending(address => address.Value.Most).ToArray();
        if (repeated.Length > 0)
        {
            var (address, source) = repeated[0];
            var text = $"Addresses with at least {MinRepetitions} failures within an hour: {repeated.Length}. The most from {address}: "
                + $"{source.Most}.";
            yield return Finding.Look(text) with { TimesLimit = (double)source.Most / MinRepetitions };
        }
    }

    private sealed class Source
    {
        private long _hour;
        private long _inHour;

        public long Count { get; private set; }

        public long Most { get; private set; }

        public DateTimeOffset MostAt { get; private set; }

        public JwtErrorCode Reason { get; private set; }

        public void Add(in ReportEntry entry)
        {
            Count++;
            Reason = entry.Event.ReasonCode;
            var hour = entry.Event.Time.UtcTicks / TimeSpan.TicksPerHour;
            _inHour = hour == _hour ? _inHour + 1 : 1;
            _hour = hour;
            if (_inHour > Most)
            {
                (Most, MostAt) = (_inHour, entry.LocalTime);
            }
        }
    }
}
