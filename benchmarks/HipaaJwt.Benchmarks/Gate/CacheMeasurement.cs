using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Measures the memory that a remembered token takes, and how many of 10,000 tokens in rotation are found.</summary>
internal static class CacheMeasurement
{
    private const int Count = 10_000;

    /// <summary>
    /// The memory is that of the whole heap, divided by the number of tokens, with the places of the cache that are still free. The
    /// characters that the application passes are garbage afterwards, as the headers of a request are.
    /// </summary>
    public static GateResult Run(SigningKey key)
    {
        var pool = new TokenPool(key, Count);
        var remembered = new ValidatedJwt?[Count];
        using var other = new HipaaJwtValidator(key);
        Validate(other, pool, remembered);
        Array.Clear(remembered);
        other.Restart();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var validator = new HipaaJwtValidator(key);
        Validate(validator, pool, remembered);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        var again = new ValidatedJwt?[Count];
        Validate(validator, pool, again);
        var found = remembered.Zip(again).Count(pair => ReferenceEquals(pair.First, pair.Second));
        return new GateResult("cache-bytes", key.Name, 0, bytes) { Found = found / (double)Count };
    }

    private static void Validate(HipaaJwtValidator validator, TokenPool pool, ValidatedJwt?[] tokens)
    {
        for (var number = 0; number < Count; number++)
        {
            tokens[number] = validator.Validate(new string(pool[number].Text)).Token
                ?? throw new InvalidOperationException("A token was not accepted, so the memory is meaningless.");
        }
    }
}
