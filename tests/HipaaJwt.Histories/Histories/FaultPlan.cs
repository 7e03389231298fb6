using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Stores;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Histories;

/// <summary>A fault of a history.</summary>
/// <param name="Name">The name of its kind.</param>
/// <param name="Text">What it affects, and when.</param>
/// <param name="At">The time after the start of the history.</param>
/// <param name="RunAsync">Begins the fault, waits, and ends it.</param>
internal sealed record PlannedFault(string Name, string Text, TimeSpan At, Func<Task> RunAsync)
{
    /// <summary>The loss of data; null if the fault loses none.</summary>
    public Loss? Loss { get; init; }
}

/// <summary>Chooses the faults of a history at random.</summary>
internal sealed class FaultPlan(Cell cell, Random random, double scale)
{
    private readonly List<PlannedFault> _faults = [];

    /// <param name="only">Plans only faults of this name; null for any.</param>
    public IReadOnlyList<PlannedFault> Create(string? only)
    {
        Create();
        for (var attempt = 0; only is not null && attempt < 1_000 && _faults.All(fault => fault.Name != only); attempt++)
        {
            _faults.Clear();
            Create();
        }

        return [.. _faults.Where(fault => only is null || fault.Name == only)];
    }

    private void Create()
    {
        if (cell.Kind.LosesData)
        {
            PlanLoss();
        }

        // A writer that fails together with the store takes the only knowledge of its last revocations with it.
        var (first, count) = cell.Kind.LosesData ? (Cell.WriterCount, random.Next(2)) : (0, random.Next(5));
        for (; count > 0; count--)
        {
            Plan(random.Next(first, Cell.InstanceCount));
        }
    }

    private TimeSpan Between(double fromMilliseconds, double toMilliseconds) =>
        TimeSpan.FromMilliseconds((fromMilliseconds + (random.NextDouble() * (toMilliseconds - fromMilliseconds))) * scale);

    private void PlanLoss()
    {
        var loss = cell.Server.Losses[random.Next(cell.Server.Losses.Count)];
        var age = Between(100, 1_500);
        Add(loss.Name, "store", age, () => Alone(cell.ServerTurn, () => loss.RunAsync(age)), loss);
    }

    private void Plan(int index)
    {
        var (instance, name, length) = (cell.Instances[index], $"instance {index}", Between(100, 2_500));
        switch (random.Next(cell.Links.Count > 0 ? 8 : 5))
        {
            case 0:
                Add("instance killed", name, TimeSpan.Zero, () => Alone(instance.Turn, () => RestartAsync(instance)));
                break;
            case 1:
                Add("instance stopped", name, length, () => Alone(instance.Turn, () => SuspendAsync(instance, length)));
                break;
            case 2 or 3 when cell.Kind.LosesData:
                break;
            case 2:
                var ahead = TimeSpan.FromSeconds((random.NextDouble() * 600) - 300);
                Add($"clock {(ahead < TimeSpan.Zero ? "back" : "forward")}", name, ahead, () =>
                    Alone(instance.Turn, () => instance.SetClockAsync(ahead)));
                break;
            case 3 or 4 when !cell.Kind.LosesData:
                var fault = cell.Server.Disturbances[random.Next(cell.Server.Disturbances.Count)];
                Add(fault.Name, "store", length, () => Alone(cell.ServerTurn, () => fault.RunAsync(length)));
                break;
            case >= 5:
                PlanLink(cell.Links[index], name, length);
                break;
        }
    }

    private void PlanLink(FaultProxy link, string name, TimeSpan length)
    {
        var loses = random.Next(2) == 0;
        var suffix = loses ? "lost" : "delayed";
        switch (random.Next(4))
        {
            case 0:
                Add($"requests {suffix}", name, length, () => Alone(link.Turn, () => DisturbAsync(link, [link.Requests], loses, length)));
                break;
            case 1:
                Add($"answers {suffix}", name, length, () => Alone(link.Turn, () => DisturbAsync(link, [link.Answers], loses, length)));
                break;
            case 2:
                Add($"all {suffix}", name, length, () =>
                    Alone(link.Turn, () => DisturbAsync(link, [link.Requests, link.Answers], loses, length)));
                break;
            default:
                Add("link cut", name, length, () => Alone(link.Turn, () => CutAsync(link, length)));
                break;
        }
    }

    private void Add(string name, string on, TimeSpan length, Func<Task> runAsync, Loss? loss = null)
    {
        var at = Between(100, 2_000);
        var text = FormattableString.Invariant($"{name} ({on}) at {at.TotalSeconds:F2} s, {length.TotalSeconds:F2} s");
        _faults.Add(new PlannedFault(name, text, at, runAsync) { Loss = loss });
    }

    private static async Task Alone(SemaphoreSlim turn, Func<Task> runAsync)
    {
        await turn.WaitAsync();
        try
        {
            await runAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task RestartAsync(InstanceProcess instance)
    {
        await instance.KillAsync();
        await instance.StartAsync();
    }

    private static async Task SuspendAsync(InstanceProcess instance, TimeSpan length)
    {
        instance.Suspend();
        await MachineTime.WaitAsync(length);
        instance.Resume();
    }

    private static async Task DisturbAsync(FaultProxy link, FaultGate[] gates, bool loses, TimeSpan length)
    {
        foreach (var gate in gates)
        {
            if (loses)
            {
                gate.Lose();
            }
            else
            {
                gate.Hold();
            }
        }

        await MachineTime.WaitAsync(length);
        if (loses)
        {
            link.Reset();
        }

        foreach (var gate in gates)
        {
            gate.Open();
        }
    }

    private static async Task CutAsync(FaultProxy link, TimeSpan length)
    {
        link.Cut();
        await MachineTime.WaitAsync(length);
        link.Restore();
    }
}
