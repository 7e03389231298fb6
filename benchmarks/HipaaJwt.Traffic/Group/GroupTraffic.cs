namespace HipaaJwt.Traffic.Group;

/// <summary>Merges the events of all clinicians.</summary>
internal static class GroupTraffic
{
    /// <summary>Returns the events of the month in the order of time. The same group gives the same events.</summary>
    /// <param name="group">The hospital group.</param>
    /// <param name="every">The events of each clinician whose number is a multiple of this are returned; 1 for all.</param>
    public static IEnumerable<TrafficEvent> Generate(HospitalGroup group, int every = 1)
    {
        var rota = new Rota(group);
        var queue = new PriorityQueue<IEnumerator<TrafficEvent>, (long Time, int Clinician)>();
        for (var number = 0; number < group.Clinicians; number += every)
        {
            var events = new Clinician(group, rota, number).Work().GetEnumerator();
            if (events.MoveNext())
            {
                queue.Enqueue(events, (events.Current.Time, number));
            }
        }

        while (queue.TryPeek(out var next, out var order))
        {
            yield return next.Current;
            if (next.MoveNext())
            {
                queue.DequeueEnqueue(next, (next.Current.Time, order.Clinician));
            }
            else
            {
                queue.Dequeue();
                next.Dispose();
            }
        }
    }
}
