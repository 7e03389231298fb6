namespace HipaaJwt.Traffic.Group;

/// <summary>
/// Works through the shifts of one clinician: spells of activity with clicks, a break, and the client that renews the token.
/// </summary>
internal sealed class Clinician
{
    private const long NoToken = long.MinValue / 2;

    private readonly HospitalGroup _group;
    private readonly Rota _rota;
    private readonly int _number;
    private readonly Random _random;
    private int _session;
    private int _token;
    private long _issuedAt = NoToken;
    private bool _isDismissed;

    public Clinician(HospitalGroup group, Rota rota, int number)
    {
        _group = group;
        _rota = rota;
        _number = number;
#pragma warning disable CA5394 // A simulation needs a generator with a seed.
        _random = new Random((group.Seed * 1_000_003) + number);
    }

    /// <summary>Returns all events of the month in the order of time.</summary>
    public IEnumerable<TrafficEvent> Work()
    {
        for (var day = -1; day < _group.Days && !_isDismissed; day++)
        {
            if (_rota.Find(_number, day) is not { } shift)
            {
                continue;
            }

            foreach (var traffic in Work(shift))
            {
                if (traffic.Time >= 0 && traffic.Time < _group.Days * HospitalGroup.Day)
                {
                    yield return traffic;
                }
            }
        }
    }

    private IEnumerable<TrafficEvent> Work(Shift shift)
    {
        var loss = Loss();
        var lossAt = loss is null ? long.MaxValue : shift.Start + (long)(_random.NextDouble() * (shift.End - shift.Start));
        SignIn();
        foreach (var time in Clicks(shift, shift.Start))
        {
            if (time >= lossAt)
            {
                break;
            }

            yield return Click(time);
        }

        // Without a token before the loss, nothing was lost.
        if (loss is { } kind && _issuedAt > NoToken)
        {
            foreach (var traffic in Lose(kind, lossAt, shift))
            {
                yield return traffic;
            }
        }

        if (!_isDismissed && shift.End < _issuedAt + HospitalGroup.TokenLifetime && _random.NextDouble() < HospitalGroup.ShareOfLogouts)
        {
            yield return Event(shift.End, TrafficKind.Logout);
        }
    }

    /// <summary>Whoever has the device continues with its token until it expires. The issuer renews it no more.</summary>
    private IEnumerable<TrafficEvent> Lose(TrafficKind kind, long lossAt, Shift shift)
    {
        yield return Event(lossAt, kind);
        foreach (var time in Clicks(shift, lossAt).TakeWhile(time => time < _issuedAt + HospitalGroup.TokenLifetime))
        {
            yield return Event(time, TrafficKind.Requests, RequestsOfClick());
        }

        if (kind == TrafficKind.Dismissal)
        {
            _isDismissed = true;
            yield break;
        }

        SignIn();
        foreach (var time in Clicks(shift, lossAt + HospitalGroup.Replacement))
        {
            yield return Click(time);
        }
    }

    private TrafficKind? Loss() => _random.NextDouble() switch
    {
        < HospitalGroup.DismissalsOfShift => TrafficKind.Dismissal,
        < HospitalGroup.DismissalsOfShift + HospitalGroup.LostDevicesOfShift => TrafficKind.LostDevice,
        _ => null,
    };

    /// <summary>Returns the times of clicks. The handover at the start of a shift is one spell of activity.</summary>
    private IEnumerable<long> Clicks(Shift shift, long from)
    {
        var pause = shift.Start + (long)((3 + (2 * _random.NextDouble())) * HospitalGroup.Hour);
        var activeUntil = Math.Max(shift.Start + HospitalGroup.Handover, from + Exponential(HospitalGroup.MeanActive));
        var time = from + Gap();
        while (time < shift.End)
        {
            yield return time;
            time += Gap();
            if (time >= activeUntil)
            {
                time += Exponential(HospitalGroup.MeanIdle);
                activeUntil = time + Exponential(HospitalGroup.MeanActive);
            }

            if (time >= pause && time < pause + HospitalGroup.Break)
            {
                time += HospitalGroup.Break;
                activeUntil = time + Exponential(HospitalGroup.MeanActive);
            }
        }
    }

    private TrafficEvent Click(long time)
    {
        if (time >= _issuedAt + HospitalGroup.TokenLifetime - HospitalGroup.RenewBefore)
        {
            _token++;
            _issuedAt = (long)Math.Floor(time / 1_000.0) * 1_000;
        }

        return Event(time, TrafficKind.Requests, RequestsOfClick());
    }

    private TrafficEvent Event(long time, TrafficKind kind, int requests = 0) =>
        new(time, kind, _number, _session, _token, _issuedAt, requests);

    private void SignIn()
    {
        _session++;
        _issuedAt = NoToken;
    }

    private int RequestsOfClick() => _random.Next(HospitalGroup.MinRequestsOfClick, HospitalGroup.MaxRequestsOfClick + 1);

    private long Gap() => HospitalGroup.ShortestGap + Exponential(HospitalGroup.MeanFurtherGap);

    private long Exponential(double mean) => (long)(-Math.Log(1 - _random.NextDouble()) * mean);
#pragma warning restore CA5394
}
