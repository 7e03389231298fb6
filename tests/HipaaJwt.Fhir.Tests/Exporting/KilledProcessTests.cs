using System.Text.RegularExpressions;
using HipaaJwt.Fhir.Tests.Support;

namespace HipaaJwt.Fhir.Tests.Exporting;

/// <summary>Real processes that are killed while they send to a real endpoint.</summary>
public sealed partial class KilledProcessTests : IDisposable
{
    private const int Count = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ExportLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_event_arrives_at_least_once_and_in_order_although_processes_are_killed_in_the_middle_of_a_send(bool usePut)
    {
        await _lab.WriteAsync(
        [
            .. Enumerable.Range(0, Count).Select(number => Events.Of(AuditEventType.AccessDenied) with
            {
                Id = Guid.CreateVersion7(Events.Now),
                RequestId = $"{number}",
                Subject = $"user-{number}",
            }),
        ]);
        await using var endpoint = await FhirEndpoint.StartAsync();

        // The first, and others before and after the cursor was saved, before and after the endpoint had stored the resource.
        foreach (var (stored, stores) in ((int, bool)[])[(0, false), (70, true), (20, false), (40, true), (0, true)])
        {
            var received = new TaskCompletionSource();
            endpoint.ThenStore(stored).ThenHang(received, stores);
            using var killed = ExportWorker.Start(_lab.LogDirectory, endpoint.Address, usePut);
            await received.Task.WaitAsync(Limit);
            await ExportWorker.KillAsync(killed);
        }

        Subjects(endpoint).Distinct().Count().Should().BeLessThan(Count, "the last process must have something to send");
        using var last = ExportWorker.Start(_lab.LogDirectory, endpoint.Address, usePut);
        await AllArriveAsync(endpoint);
        await ExportWorker.KillAsync(last);

        Subjects(endpoint).Distinct().Should().Equal(Enumerable.Range(0, Count), "each comes after the ones before it");
        Subjects(endpoint).Count.Should().BeGreaterThan(Count, "what was stored and not confirmed is sent again");
        if (usePut)
        {
            endpoint.Order.Should().Equal(await _lab.IdsAsync(), "nothing is doubled");
        }
    }

    [GeneratedRegex("user-([0-9]+)")]
    private static partial Regex Subject();

    /// <summary>The numbers of the events in the order in which they were stored.</summary>
    private static List<int> Subjects(FhirEndpoint endpoint) =>
    [
        .. endpoint.Received.Select(json => Subject().Match(json)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>Waits until the record that the log writes when it is closed has arrived, which is the last one.</summary>
    private async Task AllArriveAsync(FhirEndpoint endpoint)
    {
        var size = (await _lab.IdsAsync()).Count;
        using var limit = new CancellationTokenSource(Limit);
        while (endpoint.Received.Distinct().Count() < size)
        {
            limit.IsCancellationRequested.Should().BeFalse("all events must arrive");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }
}
