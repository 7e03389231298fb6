using System.Globalization;
using HipaaJwt.Tool.Reports.Counting;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Disclosures by recipient (45 CFR 164.528).</summary>
internal sealed class DisclosureSection : IReportSection
{
    private const int MaxRecipients = 10_000;
    private const int MaxPairs = 500_000;
    private const int MaxPurposes = 20;

    private readonly ReportScope _scope;
    private readonly Tally<Recipient> _recipients = new(MaxRecipients, "recipients");
    private readonly DistinctPairs _pairs = new(MaxPairs);

    public DisclosureSection(ReportScope scope) => _scope = scope;

    public void Add(in ReportEntry entry)
    {
        if (entry.Event is not { Type: AuditEventType.AccessGranted, Outcome: AuditOutcome.Success, Recipient: { } name }
            || !_recipients.TryGet(name, out var recipient))
        {
            return;
        }

        recipient.Number = recipient.Number == 0 ? _recipients.Count : recipient.Number;
        recipient.Disclosures++;
        recipient.Last = entry.Event.Time;
        recipient.Patients += entry.Event.Patient is not null && _pairs.Add(recipient.Number, entry.PatientHash) ? 1 : 0;
        if (entry.Event.PurposeOfUse is { } purpose && recipient.Purposes.Count < MaxPurposes)
        {
            recipient.Purposes.Add(purpose);
        }
    }

    private long Count => _recipients.States.Values.Sum(recipient => recipient.Disclosures);

    public ReportSection Complete() => new(
        "disclosures",
        "Disclosures by recipient",
        "Granted accesses that name a recipient. hipaa-jwt audit accounting lists those of one patient, with proofs.")
    {
        Findings =
        [
            Finding.Good(string.Create(
                CultureInfo.InvariantCulture,
                $"Disclosures: {Count:N0} to {_recipients.Count:N0} recipients.")),
        ],
        Tables =
        [
            new ReportTable(
                "disclosures",
                "Disclosures by recipient",
                ReportColumn.Text("recipient", "Recipient"),
                ReportColumn.Number("disclosures", "Disclosures"),
                ReportColumn.Number("patients", "Patients"),
                ReportColumn.Text("purposes", "Purposes"),
                ReportColumn.Text("last", "Last"))
            {
                Chart = new BarChart("Disclosures by recipient", "disclosures", 0, 1) { IsHorizontal = true },
            }.WithTop(_scope.Rows, _recipients.States.OrderByDescending(pair => pair.Value.Disclosures).Select(pair => ReportRow.Of(
                pair.Key,
                pair.Value.Disclosures,
                pair.Value.Patients,
                string.Join(", ", pair.Value.Purposes),
                _scope.TimeCell(pair.Value.Last)))),
        ],
        Limits = [.. _recipients.Limits, .. _pairs.Limits],
    };

    private sealed class Recipient
    {
        public int Number { get; set; }

        public long Disclosures { get; set; }

        public int Patients { get; set; }

        public SortedSet<string> Purposes { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset Last { get; set; }
    }
}
