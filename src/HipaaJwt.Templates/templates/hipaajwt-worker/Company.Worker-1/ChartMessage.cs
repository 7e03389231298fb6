namespace Company.Worker_1;

/// <summary>A message that changes a chart. It is not a record, because the text of a record contains the token.</summary>
/// <param name="token">The access token of the sender.</param>
/// <param name="patient">The patient whose chart changes.</param>
/// <param name="note">The text for the chart.</param>
public sealed class ChartMessage(string token, string patient, string note)
{
    /// <summary>The access token of the sender. Never log it.</summary>
    public string Token { get; } = token;

    /// <summary>The patient whose chart changes.</summary>
    public string Patient { get; } = patient;

    /// <summary>The text for the chart.</summary>
    public string Note { get; } = note;
}
