using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Ever-new tokens. Before each run its tokens are read once, for on a server a token has just come through the processor's
/// caches as well. When all have been seen, the validator forgets them, so that none is ever seen twice.
/// </summary>
internal sealed class NewTokens(TokenPool pool, Func<string, bool> accepts, Action? forget = null) : Contender
{
    private int _next;

    public override void Prepare(int iterations)
    {
        if (_next + iterations > pool.Count)
        {
            _next = 0;
            forget?.Invoke();
        }

        for (var i = 0; i < iterations; i++)
        {
            if (pool[_next + i].Text.Contains('='))
            {
                throw new InvalidOperationException("A token has no padding.");
            }
        }
    }

    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i++)
        {
            right += accepts(pool[_next + i].Text) ? 1 : 0;
        }

        _next += iterations;
        return right;
    }
}
