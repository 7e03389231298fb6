using System.Security.Claims;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>A role that is held and one that is not, in turn, among the claims that Microsoft's handler returns.</summary>
internal sealed class RoleCheck(ClaimsIdentity identity, string held, string missing) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i += 2)
        {
            right += identity.HasClaim(ClaimNames.Roles, held) ? 1 : 0;
            right += identity.HasClaim(ClaimNames.Roles, missing) ? 0 : 1;
        }

        return right - (iterations & 1);
    }
}
