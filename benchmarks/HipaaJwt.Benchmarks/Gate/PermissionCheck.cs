namespace HipaaJwt.Benchmarks.Gate;

/// <summary>A permission that is held and one that is not, in turn.</summary>
internal sealed class PermissionCheck(PermissionSet permissions, Permission held, Permission missing) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i += 2)
        {
            right += permissions.Contains(held) ? 1 : 0;
            right += permissions.Contains(missing) ? 0 : 1;
        }

        return right - (iterations & 1);
    }
}
