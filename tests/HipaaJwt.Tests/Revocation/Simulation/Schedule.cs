namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>Enumerates every order in which the steps of concurrent actors can run, by running the scenario once for each.</summary>
internal sealed class Schedule
{
    private readonly List<(int Choice, int Count)> _choices = [];
    private readonly List<Action> _enabled = [];
    private int _depth;

    /// <summary>Adds a step that may run next.</summary>
    public void Enable(Action step) => _enabled.Add(step);

    /// <summary>Runs steps in the order of this run until none is enabled.</summary>
    public void Run()
    {
        while (_enabled.Count > 0)
        {
            if (_depth == _choices.Count)
            {
                _choices.Add((0, _enabled.Count));
            }

            var step = _enabled[_choices[_depth].Choice];
            _enabled.RemoveAt(_choices[_depth++].Choice);
            step();
        }
    }

    /// <summary>Runs a scenario in every order.</summary>
    /// <returns>The number of orders.</returns>
    public static int RunAll(Action<Schedule> scenario)
    {
        var (schedule, count) = (new Schedule(), 0);
        do
        {
            schedule._depth = 0;
            scenario(schedule);
            count++;
        }
        while (schedule.MoveNext());

        return count;
    }

    public override string ToString() => string.Join(' ', _choices.Take(_depth).Select(choice => choice.Choice));

    private bool MoveNext()
    {
        while (_choices.Count > 0)
        {
            var (choice, count) = _choices[^1];
            _choices.RemoveAt(_choices.Count - 1);
            if (choice + 1 < count)
            {
                _choices.Add((choice + 1, count));
                return true;
            }
        }

        return false;
    }
}
