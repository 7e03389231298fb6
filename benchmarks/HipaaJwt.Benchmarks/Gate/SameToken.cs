namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The same token again and again.</summary>
internal sealed class SameToken(string token, Func<string, bool> accepts, bool expected = true) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i++)
        {
            right += accepts(token) == expected ? 1 : 0;
        }

        return right;
    }
}
