using System.Diagnostics.Metrics;
using System.Globalization;
using HipaaJwt.Revocations;

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>
/// One history in virtual time: four instances of which two revoke, one store, random faults, and a checker that knows the true time.
/// </summary>
internal sealed class RevocationHistory
{
    public static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan FaultsUntil = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan End = TimeSpan.FromSeconds(130);

    private readonly VirtualWorld _world;
    private readonly SimulatedServer _server;
    private readonly SimulatedInstance[] _instances;
    private readonly TokenFactory _tokens;
    private readonly List<Target> _targets = [];
    private readonly List<string> _violations = [];
    private readonly HashSet<SimulatedInstance> _suspended = [];
    private readonly HashSet<SimulatedInstance> _maySetBack = [];
    private readonly TimeSpan _issuerAhead;
    private readonly ValidatedJwt _unrevoked;
    private TimeSpan _lastFaultEnd = Warmup;

    private RevocationHistory(int seed, TokenFactory tokens, Planted? planted, IMeterFactory meters)
    {
        _world = new VirtualWorld(seed);
        _server = planted?.Server?.Invoke(_world) ?? new SimulatedServer(_world);
        _server.ClockAhead = _world.Between(-10_000, 10_000);
        _issuerAhead = _world.Between(-10_000, 10_000);
        _tokens = tokens;
        RevocationOptions options = new() { MaxStaleness = planted?.MaxStaleness ?? Promise };
        _instances = [.. Enumerable.Range(0, 4).Select(_ => new SimulatedInstance(_world, _server, options, planted, meters))];
        _unrevoked = tokens.Validated(VirtualWorld.Start.AddHours(1), id: "never revoked");
    }

    public int Checks { get; private set; }

    public int Acceptances { get; private set; }

    public int Acknowledged => _targets.Count(target => target.AcknowledgedAt is not null);

    public IReadOnlyList<string> Violations => _violations;

    public List<string> Faults { get; } = [];

    public static RevocationHistory Run(int seed, TokenFactory tokens, Planted? planted = null)
    {
        using var meters = new FreshMeters();
        var history = new RevocationHistory(seed, tokens, planted, meters);
        history.Run();
        return history;
    }

    private void Run()
    {
        foreach (var instance in _instances)
        {
            _world.Schedule(_world.Between(0, 1_000), instance.Run);
            ScheduleCheck(instance);
        }

        for (var number = 0; number < 12; number++)
        {
            PlanRevocation(number);
        }

        PlanFaults();
        _world.RunUntil(Warmup);
        RequireService("after the floor of the first epoch");
        _world.RunUntil(FaultsUntil);
        _world.RunUntil(_lastFaultEnd + Promise > FaultsUntil ? _lastFaultEnd + Promise : FaultsUntil);
        RequireService("5 s after the last fault");
        _world.RunUntil(End);
    }

    private void RequireService(string when)
    {
        for (var index = 0; index < _instances.Length; index++)
        {
            if (!_instances[index].Accepts(_unrevoked))
            {
                _violations.Add(Text($"instance {index} rejects a token that is not revoked, {when}"));
            }
        }
    }

    private void PlanRevocation(int number)
    {
        var issuedAt = _world.Between(Warmup.TotalMilliseconds - 5_000, Warmup.TotalMilliseconds + 10_000);
        var revokedAt = issuedAt + _world.Between(1, 45_000);
        var kind = (RevocationKind)(1 + (number % 3));
        var target = new Target(kind, Text($"target-{number}"));
        _targets.Add(target);
        _world.Schedule(issuedAt, () => target.Tokens.Add(Issue(target)));
        if (kind == RevocationKind.Session)
        {
            // The issuer does not know that the session has ended, and continues it.
            _world.Schedule(revokedAt + _world.Between(1, 20_000), () => target.Tokens.Add(Issue(target)));
        }

        var writer = _instances[_world.Random.Next(2)];
        _world.Schedule(revokedAt, () => writer.Deliver(() => _ = RevokeAsync(writer, target)));
    }

    private ValidatedJwt Issue(Target target)
    {
        var issuedAt = VirtualWorld.Start + _world.Now + _issuerAhead;
        return target.Kind switch
        {
            RevocationKind.Token => _tokens.Validated(issuedAt, id: target.Name),
            RevocationKind.Session => _tokens.Validated(issuedAt, id: Text($"{target.Name}-{target.Tokens.Count}"), session: target.Name),
            _ => _tokens.Validated(issuedAt, id: target.Name + "-jti", subject: target.Name),
        };
    }

    private async Task RevokeAsync(SimulatedInstance writer, Target target)
    {
        var entry = new RevocationEntry
        {
            Kind = target.Kind,
            Key = RevocationDigest.Compute(target.Kind, "https://idp.hospital.example"u8, target.Name),
            Retention = TimeSpan.FromHours(25),
        };
        try
        {
            await writer.AppendAsync(entry).ConfigureAwait(false);
            target.AcknowledgedAt = _world.Now;
        }
        catch (RevocationUnavailableException)
        {
            // The outcome is unknown, so nothing is promised.
        }
    }

    private void ScheduleCheck(SimulatedInstance instance) => _world.Schedule(_world.Between(50, 400), () =>
    {
        if (!instance.IsStopped)
        {
            Check(instance);
        }

        ScheduleCheck(instance);
    });

    private void Check(SimulatedInstance instance)
    {
        foreach (var target in _targets)
        {
            foreach (var token in target.Tokens)
            {
                Checks++;
                if (instance.Accepts(token))
                {
                    Acceptances++;
                    if (target.AcknowledgedAt is { } acknowledgedAt && acknowledgedAt + Promise < _world.Now)
                    {
                        var index = Array.IndexOf(_instances, instance);
                        _violations.Add(Text(
                            $"{index} accepts {target.Name} ({target.Kind}) at {_world.Now:c}, acknowledged at {acknowledgedAt:c}"));
                    }
                }
            }
        }
    }

    private void PlanFaults()
    {
        var losesData = _world.Random.Next(3) == 0;
        if (losesData)
        {
            PlanLoss();
        }

        for (var count = _world.Random.Next(losesData ? 2 : 5); count > 0; count--)
        {
            PlanFault(_instances[_world.Random.Next(_instances.Length)], clockOnly: losesData);
        }
    }

    private void PlanFault(SimulatedInstance instance, bool clockOnly)
    {
        var length = _world.Between(100, 15_000);
        switch (clockOnly ? 0 : _world.Random.Next(7))
        {
            // A suspension during which the clock is set back leaves no trace on the machine, so no library can notice it.
            case 0 when _suspended.Contains(instance):
                break;
            case 0:
                var ahead = _world.Between(-300_000, 300_000);
                _maySetBack.Add(instance);
                Plan("clock", TimeSpan.Zero, () => instance.Clock.Ahead = ahead, () => { });
                break;
            case 1:
                Plan("stop", length, instance.Stop, () => Continue(instance));
                break;
            case 2 when _maySetBack.Contains(instance):
                break;
            case 2:
                _suspended.Add(instance);
                Plan("suspend", length, () => Suspend(instance), () => Resume(instance));
                break;
            case 3:
                Plan("kill", TimeSpan.Zero, () => instance.Restart(), () => { });
                break;
            case 4:
                Plan("lost requests", length, () => instance.Link.LosesRequests = true, () => instance.Link.LosesRequests = false);
                break;
            case 5:
                Plan("lost answers", length, () => instance.Link.LosesAnswers = true, () => instance.Link.LosesAnswers = false);
                break;
            default:
                Plan("server down", length, () => _server.IsDown = true, () => _server.IsDown = false);
                break;
        }
    }

    private void PlanLoss()
    {
        switch (_world.Random.Next(3))
        {
            case 0:
                Plan("flush", TimeSpan.Zero, _server.Flush, () => { });
                break;
            case 1:
                Plan("lagging replica", TimeSpan.Zero, () => _server.LoseLast(1 + _world.Random.Next(3)), () => { });
                break;
            default:
                var snapshot = _server.Snapshot();
                _world.Schedule(_world.Between(5_000, 60_000), () => snapshot = _server.Snapshot());
                Plan("restore", TimeSpan.Zero, () => _server.Restore(snapshot), () => { });
                break;
        }
    }

    private void Plan(string name, TimeSpan length, Action begin, Action end)
    {
        var at = _world.Between(Warmup.TotalMilliseconds, FaultsUntil.TotalMilliseconds - 16_000);
        Faults.Add(Text($"{name} at {at.TotalSeconds:F2} s for {length.TotalSeconds:F2} s"));
        _world.Schedule(at, begin);
        _world.Schedule(at + length, end);
        _lastFaultEnd = at + length > _lastFaultEnd ? at + length : _lastFaultEnd;
    }

    private void Continue(SimulatedInstance instance) => instance.Continue(() => Check(instance));

    private void Suspend(SimulatedInstance instance)
    {
        if (!instance.IsStopped)
        {
            instance.Stop();
            instance.Clock.Suspend();
        }
    }

    private void Resume(SimulatedInstance instance)
    {
        if (instance.Clock.IsSuspended)
        {
            instance.Clock.Resume();
            Continue(instance);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Target(RevocationKind Kind, string Name)
    {
        public List<ValidatedJwt> Tokens { get; } = [];

        public TimeSpan? AcknowledgedAt { get; set; }
    }
}
