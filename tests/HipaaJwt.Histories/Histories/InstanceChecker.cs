using System.Collections.Concurrent;
using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Histories;

/// <summary>Checks the tokens of a history on one instance, again and again.</summary>
internal sealed class InstanceChecker(
    InstanceProcess instance,
    int index,
    IReadOnlyList<Target> targets,
    NewTokens valid,
    Outcome outcome,
    Heartbeat heartbeat,
    bool losesData,
    Random random)
{
    private static readonly long AnswerLimit = MachineTime.Ticks(TimeSpan.FromMilliseconds(250));

    private readonly Lock _lock = new();
    private readonly List<(long Since, TaskCompletionSource Served)> _waiting = [];
    private readonly ConcurrentQueue<(long AnsweredAt, long Stalled)> _stalls = [];

    public int Index => index;

    /// <summary>The moment before the last check that accepted the valid token.</summary>
    public long ServedAt { get; private set; }

    public string LastCode { get; private set; } = "no answer";

    /// <summary>Waits until the valid token is accepted after a moment.</summary>
    public Task WaitForServiceAsync(long since)
    {
        lock (_lock)
        {
            TaskCompletionSource served = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((since, served));
            return served.Task;
        }
    }

    /// <summary>The time since a moment in which the driver or the instance did not run.</summary>
    public long StalledSince(long since) => heartbeat.StallWithin(since, MachineTime.Now)
        + _stalls.Where(stall => stall.AnsweredAt > since).Sum(stall => stall.Stalled);

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await MachineTime.WaitAsync(TimeSpan.FromMilliseconds(random.Next(20, 90)), CancellationToken.None);
            if (!instance.IsDown)
            {
                await CheckAsync();
            }
        }
    }

    private async Task CheckAsync()
    {
        List<(Target? Target, string Token, bool IsContinued)> batch = [(null, valid.Get(), false)];
        foreach (var target in targets)
        {
            lock (target.Tokens)
            {
                batch.AddRange(target.Tokens.Select((token, number) => ((Target?)target, token, number > 0)));
            }
        }

        if (await instance.CheckAsync(batch.Select(entry => entry.Token)) is not { } answer)
        {
            if (instance.HasCrashed)
            {
                throw new InvalidOperationException($"Instance {index} has ended by itself.");
            }

            return;
        }

        JudgeTime(answer);
        for (var place = 0; place < batch.Count; place++)
        {
            var (target, _, isContinued) = batch[place];
            Judge(target, isContinued, answer.Results[place].Code, answer.Results[place].Moment);
        }
    }

    private void JudgeTime(CheckAnswer answer)
    {
        var (from, to) = (answer.RequestedAt, answer.AnsweredAt);
        var suspended = instance.StoppedWithin(from, to);
        var stalled = Math.Max(answer.Stalled, suspended) + heartbeat.StallWithin(from, to);
        _stalls.Enqueue((to, answer.Stalled));
        if (answer.IsFirst)
        {
            // A new process compiles its code during its first answer.
            return;
        }

        if (to - from - stalled > AnswerLimit)
        {
            outcome.AddViolation(
                $"instance {index} answers after {MachineTime.Milliseconds(to - from):F0} ms, stalled "
                + $"{MachineTime.Milliseconds(stalled):F0} ms");
        }
        else if (to - from - suspended > AnswerLimit)
        {
            outcome.Update(found => found.Excused++);
        }
        else
        {
            outcome.Update(found => found.SlowestAnswer = Math.Max(found.SlowestAnswer, to - from - suspended));
        }
    }

    private void Judge(Target? target, bool isContinued, string code, long moment)
    {
        var isAccepted = code == nameof(JwtErrorCode.None);
        outcome.Update(found => (found.Checks, found.Acceptances) = (found.Checks + 1, found.Acceptances + (isAccepted ? 1 : 0)));
        if (isAccepted)
        {
            target?.Accept(index, isContinued, moment);
        }
        else if (!IsExpected(target, code))
        {
            outcome.AddViolation($"instance {index} answers {code} for {target?.Name ?? "a valid token"}");
        }

        if (target is null)
        {
            LastCode = code;
            ServedAt = isAccepted ? moment : ServedAt;
            Release(isAccepted, moment);
        }
    }

    /// <summary>A rejection needs a reason: a view that is too old, a revocation, or a floor after a loss of data.</summary>
    private bool IsExpected(Target? target, string code) => code switch
    {
        nameof(JwtErrorCode.RevocationUnavailable) => true,
        nameof(JwtErrorCode.TokenRevoked) => losesData || (target?.IsRequested == true && target.Kind != RevocationKind.Session),
        nameof(JwtErrorCode.SessionEnded) => target is { IsRequested: true, Kind: RevocationKind.Session },
        _ => false,
    };

    private void Release(bool isAccepted, long moment)
    {
        lock (_lock)
        {
            foreach (var (since, served) in isAccepted ? _waiting : [])
            {
                if (moment >= since)
                {
                    served.TrySetResult();
                }
            }
        }
    }
}
