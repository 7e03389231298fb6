namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Validates the same token repeatedly.</summary>
internal sealed class SameToken(string token, Func<string, bool> accepts, bool expected = true) : Contender
{
    public override int Run(int iterations)
    {
        var correct = 0;
        for (var i = 0; i < iterations; i++)
        {
            correct += accepts(token) == expected ? 1 : 0;
        }

        return correct;
    }
}
