namespace HipaaJwt.Revocations;

/// <summary>Checks each use of a token against the view, and starts the reads of the log in a process without a host.</summary>
internal sealed class RevocationGuard
{
    private readonly RevocationView _view;
    private readonly RevocationPump _pump;
    private readonly RevocationMonitor _monitor;

    public RevocationGuard(RevocationView view, RevocationPump pump, RevocationMonitor monitor)
    {
        _view = view;
        _pump = pump;
        _monitor = monitor;
    }

    /// <summary>Checks whether a token is revoked.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The current time of the clock.</param>
    public JwtError Check(ValidatedJwt token, DateTimeOffset now)
    {
        var error = _view.Check(token, now);
        if (error.Code == JwtErrorCode.RevocationUnavailable)
        {
            _ = _pump.Start();
            _pump.Wake();
            _monitor.ReportState();
        }

        return error;
    }
}
