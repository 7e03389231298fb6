using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Raw cryptography for the same tokens, which are decoded before the measurement.</summary>
internal sealed class RawTokens(TokenPool pool, SigningKey key) : Contender
{
    private int _next;

    public override void Prepare(int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            if (pool[_next + i].SigningInput.Contains((byte)'='))
            {
                throw new InvalidOperationException("A token must not contain padding.");
            }
        }
    }

    public override int Run(int iterations)
    {
        var correct = 0;
        for (var i = 0; i < iterations; i++)
        {
            var token = pool[_next + i];
            correct += key.Verify(token.SigningInput, token.Signature) ? 1 : 0;
        }

        _next = (_next + iterations) % pool.Count;
        return correct;
    }
}
