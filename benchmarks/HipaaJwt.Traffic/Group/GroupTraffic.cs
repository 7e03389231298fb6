namespace HipaaJwt.Traffic.Group;

/// <summary>Merges the events of all clinicians.</summary>
internal static class GroupTraffic
{
    /// <summary>Returns the events of the month in the order of time. The same group gives the same events.</summary>
    public static IEnumerable<TrafficEvent> Generate(HospitalGroup group)
    {
        var rota = new Rota(group);
        var queue = new PriorityQueue<IEnumerator<TrafficEvent>, (long Time, int Clinician)>();
        for (var number = 0; number < group.Clinicians; number++)
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
