using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Tokens that the validator has not seen before. Each run first reads its tokens once, because on a server a received token is in
/// the caches of the processor too. After the last token of the pool, the validator restarts with an empty cache.
/// </summary>
internal sealed class NewTokens(TokenPool pool, Func<string, bool> accepts, Action? restart = null) : Contender
{
    private int _next;

    public override void Prepare(int iterations)
    {
        if (_next + iterations > pool.Count)
        {
            _next = 0;
            restart?.Invoke();
        }

        for (var i = 0; i < iterations; i++)
        {
            if (pool[_next + i].Text.Contains('='))
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
            correct += accepts(pool[_next + i].Text) ? 1 : 0;
        }

        _next += iterations;
        return correct;
    }
}
