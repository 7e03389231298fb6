using System.Security.Claims;
using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Checks a permission in a set, and a role in the claims of an identity.</summary>
public class PermissionBenchmarks : TokenBenchmarks
{
    private static readonly Permission ChartWrite = new("chart:write");

    private PermissionSet _permissions;
    private ClaimsIdentity _identity = new();

    [Params(JwsAlgorithm.HS256)]
    public override JwsAlgorithm Algorithm { get; set; }

    public override void SetUp()
    {
        base.SetUp();
        _permissions = Cached.Validate(Token.Text).Token!.Permissions;
        _identity = MicrosoftHandler.Validate(Token.Text).ClaimsIdentity;
    }

    [Benchmark]
    public bool HipaaJwt() => _permissions.Contains(ChartWrite);

    [Benchmark]
    public bool Microsoft() => _identity.HasClaim(ClaimNames.Roles, AccessToken.Role);
}
