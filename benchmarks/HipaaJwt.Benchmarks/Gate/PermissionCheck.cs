namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Checks a granted and a missing permission alternately.</summary>
internal sealed class PermissionCheck(PermissionSet permissions, Permission held, Permission missing) : Contender
{
    public override int Run(int iterations)
    {
        var correct = 0;
        for (var i = 0; i < iterations; i += 2)
        {
            correct += permissions.Contains(held) ? 1 : 0;
            correct += permissions.Contains(missing) ? 0 : 1;
        }

        return correct - (iterations & 1);
    }
}
