using HipaaJwt.Histories.Cells;
using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Histories;

/// <summary>One history: tokens, revocations, checks and faults in a cell, and what the checker found.</summary>
internal sealed class History
{
    private const int TargetCount = 12;
    private const int MaxAttempts = 4;

    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(300);

    private readonly Cell _cell;
    private readonly Random _random;
    private readonly TokenIssuer _issuer;
    private readonly double _scale;
    private readonly Outcome _outcome = new();
    private readonly List<Target> _targets = [];
    private readonly InstanceChecker[] _checkers;
    private readonly string _name;
    private readonly string? _only;
    private long? _lossEnd;
    private bool _hasDowntime;

    private History(Cell cell, int seed, TokenIssuer issuer, Heartbeat heartbeat, string? only)
    {
        (_cell, _random, _issuer, _only) = (cell, new Random(seed), issuer, only);
        _scale = cell.Kind.HasDefaultOptions ? 3.5 : 1;
        _name = FormattableString.Invariant($"{seed}-{Guid.NewGuid():N}");
        NewTokens tokens = new(issuer, _name, cell.Kind.LosesData);
        _checkers =
        [
            .. cell.Instances.Select((instance, index) => new InstanceChecker(
                instance, index, _targets, tokens, _outcome, heartbeat, cell.Kind.LosesData, new Random(seed + index))),
        ];
    }

    private TimeSpan TokenAge => _cell.Kind.LosesData ? TimeSpan.Zero : NewTokens.OldAge;

    public static async Task<Outcome> RunAsync(Cell cell, int seed, TokenIssuer issuer, Heartbeat heartbeat, string? only)
    {
        History history = new(cell, seed, issuer, heartbeat, only);
        await history.RunAsync();
        return history._outcome;
    }

    private async Task RunAsync()
    {
        var plan = new FaultPlan(_cell, _random, _scale).Create(_only);
        foreach (var fault in plan)
        {
            _outcome.Faults.Add(fault.Text);
            _outcome.FaultNames.Add(fault.Name);
            await (fault.Loss?.PrepareAsync() ?? Task.CompletedTask);
        }

        await Task.WhenAll(_cell.Instances.Select(instance => instance.SetClockAsync(TimeSpan.Zero)));
        using CancellationTokenSource end = new();
        await RequireServiceAsync("before the first fault", RecoveryLimit * 3, isRecovery: false);
        CreateTargets();
        var checks = _checkers.Select(checker => checker.RunAsync(end.Token)).ToArray();
        var revocations = _targets.Select(RevokeAsync).ToArray();
        await Task.WhenAll(plan.Select(RunAsync));
        var recovery = Task.WhenAll(_checkers.Select(checker => checker.WaitForServiceAsync(MachineTime.Now)));
        await RequireRecoveryAsync(recovery);
        await Task.WhenAll(revocations);
        await MachineTime.WaitUntilAsync(LastDue() + MachineTime.Ticks(Margin));
        await end.CancelAsync();
        await Task.WhenAll(checks);
        await FinishAsync();
    }

    private void CreateTargets()
    {
        for (var number = 0; number < TargetCount; number++)
        {
            Target target = new((RevocationKind)(1 + (number % 3)), $"{_name}-{number}");
            target.Tokens.Add(Issue(target));
            _targets.Add(target);
        }
    }

    private string Issue(Target target)
    {
        var id = $"{target.Name}-{target.Tokens.Count}";
        return target.Kind switch
        {
            RevocationKind.Token => _issuer.Issue(target.Name, id, id, TokenAge),
            RevocationKind.Session => _issuer.Issue(id, target.Name, id, TokenAge),
            _ => _issuer.Issue(id, id, target.Name, TokenAge),
        };
    }

    private TimeSpan Between(double fromMilliseconds, double toMilliseconds)
    {
        lock (_random)
        {
            return TimeSpan.FromMilliseconds((fromMilliseconds + (_random.NextDouble() * (toMilliseconds - fromMilliseconds))) * _scale);
        }
    }

    private async Task RunAsync(PlannedFault fault)
    {
        await MachineTime.WaitAsync(fault.At);
        await fault.RunAsync();
        if (fault.Loss is { } loss)
        {
            (_lossEnd, _hasDowntime) = (MachineTime.Now, loss.HasDowntime);
        }
    }

    private async Task RevokeAsync(Target target)
    {
        await MachineTime.WaitAsync(Between(0, 3_000));
        target.IsRequested = true;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var writer = _cell.Instances[(int)(Between(0, 1_000_000).Ticks % Cell.WriterCount)];
            var answer = writer.IsDown ? null : await writer.RevokeAsync(target.Kind, target.Name);
            switch (answer?.Split(' ', 2))
            {
                case ["acknowledged", var moment]:
                    target.AcknowledgedAt = long.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
                    await ContinueSessionAsync(target);
                    return;
                case ["threw", var exception]:
                    _outcome.AddViolation($"a revocation threw: {exception}");
                    return;
                default:
                    _outcome.Update(outcome => outcome.Unknown++);
                    await MachineTime.WaitAsync(Between(50, 400));
                    break;
            }
        }
    }

    /// <summary>The issuer does not know that the session has ended, and continues it.</summary>
    private async Task ContinueSessionAsync(Target target)
    {
        if (target.Kind == RevocationKind.Session)
        {
            await MachineTime.WaitAsync(Between(1, 800));
            lock (target.Tokens)
            {
                target.Tokens.Add(Issue(target));
            }
        }
    }

    private async Task RequireServiceAsync(string when, TimeSpan limit, bool isRecovery)
    {
        var since = MachineTime.Now;
        using CancellationTokenSource end = new();
        var checks = _checkers.Select(checker => checker.RunAsync(end.Token)).ToArray();
        await Task.WhenAny(Task.WhenAll(_checkers.Select(checker => checker.WaitForServiceAsync(since))), MachineTime.WaitAsync(limit));
        await end.CancelAsync();
        await Task.WhenAll(checks);
        foreach (var checker in _checkers.Where(checker => checker.ServedAt < since))
        {
            _outcome.AddViolation($"instance {checker.Index} does not accept a valid token, {when}: {checker.LastCode}");
        }
    }

    private async Task RequireRecoveryAsync(Task recovery)
    {
        var since = MachineTime.Now;
        await Task.WhenAny(recovery, MachineTime.WaitAsync(RecoveryLimit * 4));
        foreach (var checker in _checkers)
        {
            var (at, stalled) = (checker.ServedAt < since ? MachineTime.Now : checker.ServedAt, checker.StalledSince(since));
            if (at - since - stalled > MachineTime.Ticks(RecoveryLimit))
            {
                _outcome.AddViolation(
                    $"instance {checker.Index} accepts a valid token {MachineTime.Span(at - since)} after the last fault: "
                    + $"{checker.LastCode}");
            }

            _outcome.SlowestRecovery = Math.Max(_outcome.SlowestRecovery, at - since);
        }
    }

    private long LastDue() => _targets.Max(Due) ?? MachineTime.Now;

    /// <summary>
    /// The moment from which no token of the target is accepted. A store that was down and came back without a revocation has broken its
    /// own promise, and an instance that never knew of the revocation cannot notice. The time then counts from the return of the store.
    /// </summary>
    private long? Due(Target target) => target.AcknowledgedAt is not { } acknowledgedAt
        ? null
        : MachineTime.Ticks(_cell.MaxStaleness) + (_hasDowntime && _lossEnd > acknowledgedAt ? _lossEnd.Value : acknowledgedAt);

    private async Task FinishAsync()
    {
        foreach (var target in _targets.Where(target => target.AcknowledgedAt is not null))
        {
            _outcome.Acknowledged++;
            for (var index = 0; index < Cell.InstanceCount; index++)
            {
                Judge(target, index, target.LastAcceptedAt[index], TimeSpan.Zero);
                Judge(target, index, target.LastContinuedAt[index], _cell.Kind.LosesData ? RecoveryLimit : TimeSpan.Zero);
            }
        }

        foreach (var instance in _cell.Instances)
        {
            if (await instance.TakeUnhandledAsync() is { Length: > 0 } unhandled)
            {
                _outcome.AddViolation($"an exception was not handled: {unhandled}");
            }
        }
    }

    /// <param name="target">What was revoked.</param>
    /// <param name="index">The instance.</param>
    /// <param name="acceptedAt">The moment of the last acceptance.</param>
    /// <param name="more">
    /// The time that a writer has to append again what the store has lost. Until then a token that is newer than the floor continues a
    /// session that has ended.
    /// </param>
    private void Judge(Target target, int index, long acceptedAt, TimeSpan more)
    {
        var length = MachineTime.Ticks(_cell.MaxStaleness);
        var due = Due(target)!.Value + MachineTime.Ticks(more);
        if (acceptedAt > due)
        {
            _outcome.AddViolation(
                $"instance {index} accepts a token of {target.Kind} {target.Name} {MachineTime.Milliseconds(acceptedAt - due):F0} ms "
                + $"too late");
        }

        if (_cell.Kind.LosesData)
        {
            _outcome.SlowestEffectAfterLoss = Math.Max(_outcome.SlowestEffectAfterLoss, acceptedAt - Due(target)!.Value + length);
            _outcome.LateByLoss += acceptedAt <= due && acceptedAt > target.AcknowledgedAt + length ? 1 : 0;
        }
        else
        {
            _outcome.SlowestEffect = Math.Max(_outcome.SlowestEffect, acceptedAt - target.AcknowledgedAt!.Value);
        }
    }
}
