using System.Security.Claims;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Checks a present and a missing role alternately, in the claims that Microsoft's handler returns.</summary>
internal sealed class RoleCheck(ClaimsIdentity identity, string held, string missing) : Contender
{
    public override int Run(int iterations)
    {
        var correct = 0;
        for (var i = 0; i < iterations; i += 2)
        {
            correct += identity.HasClaim(ClaimNames.Roles, held) ? 1 : 0;
            correct += identity.HasClaim(ClaimNames.Roles, missing) ? 0 : 1;
        }

        return correct - (iterations & 1);
    }
}
