using HipaaJwt.Histories.Support;

namespace HipaaJwt.Histories.Histories;

/// <summary>Tokens that are never revoked. After a loss of data only new tokens are accepted, so each of them is new.</summary>
internal sealed class NewTokens(TokenIssuer issuer, string name, bool areNew)
{
    /// <summary>Clocks that are up to 5 minutes wrong neither reject a token of this age as too new nor as expired.</summary>
    public static readonly TimeSpan OldAge = TimeSpan.FromMinutes(6);

    private readonly Lock _lock = new();
    private string? _token;
    private long _issuedAt;
    private int _count;

    public string Get()
    {
        lock (_lock)
        {
            if (_token is null || (areNew && MachineTime.Now - _issuedAt > MachineTime.Ticks(TimeSpan.FromMilliseconds(250))))
            {
                var id = FormattableString.Invariant($"{name}-valid-{_count++}");
                (_token, _issuedAt) = (issuer.Issue(id, id, id, areNew ? TimeSpan.Zero : OldAge), MachineTime.Now);
            }

            return _token;
        }
    }
}
