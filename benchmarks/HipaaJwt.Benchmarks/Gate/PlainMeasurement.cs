using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The measurements that do not depend on the algorithm.</summary>
internal sealed class PlainMeasurement(SigningKey key) : IDisposable
{
    private const int ParsedLength = 800;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    private readonly HipaaJwtValidator _validator = new(key);
    private readonly MicrosoftValidator _microsoft = new(key);

    public GateResult Parse()
    {
        var token = ParsedToken.OfLength(ParsedLength);
        return Measure(
            "parse", new SameToken(token, text => CompactJws.TryParse(text, out _)), new SameToken(token, _microsoft.CanRead));
    }

    /// <summary>Measures a token whose last character is invalid, so that all other characters must be read.</summary>
    public GateResult RejectMalformed()
    {
        var token = SignedToken.Create(key, AccessToken.Claims()).Text[..^1] + "+";
        return Measure(
            "refuse-malformed",
            new SameToken(token, _validator.Accepts, expected: false),
            new SameToken(token, _microsoft.Accepts, expected: false));
    }

    public GateResult CheckPermission()
    {
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var permissions = _validator.Validate(token).Token!.Permissions;
        return Measure(
            "permission-check",
            new PermissionCheck(permissions, "chart:write", "record:delete"),
            new RoleCheck(_microsoft.Validate(token).ClaimsIdentity, AccessToken.Role, "administrator"));
    }

    public void Dispose() => _validator.Dispose();

    private static GateResult Measure(string name, Contender ours, Contender microsoft)
    {
        var times = Alternation.Measure(Duration, ours, microsoft);
        return new GateResult(name, null, times.Nanoseconds(0), Allocation.PerCall(ours, 10_000), VersusMicrosoft: times.Ratio(1, 0));
    }
}
