namespace HipaaJwt.Benchmarks.Workload;

/// <summary>Distinct tokens, which together take several times the processor's caches. The token cache has room for all of them.</summary>
internal sealed class TokenPool
{
    public const int DefaultCount = 12 * 1024;

    private readonly SignedToken[] _tokens;

    public TokenPool(SigningKey key, int count = DefaultCount)
    {
        _tokens = new SignedToken[count];
        Parallel.For(
            0,
            count,
            key.Copy,
            (number, _, copy) =>
            {
                _tokens[number] = SignedToken.Create(copy, AccessToken.Claims(number));
                return copy;
            },
            copy => copy.Dispose());
    }

    public int Count => _tokens.Length;

    public SignedToken this[int number] => _tokens[number % _tokens.Length];
}
