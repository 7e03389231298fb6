using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Counts the events for one section of the report, in bounded memory.</summary>
internal interface IReportSection
{
    /// <summary>Whether the section also reads the events before and after the period.</summary>
    bool ReadsWholeLog => false;

    void Add(in ReportEntry entry);

    /// <summary>Describes what was counted, after the last event.</summary>
    ReportSection Complete();
}
