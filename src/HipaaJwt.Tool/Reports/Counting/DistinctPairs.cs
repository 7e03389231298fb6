using System.Globalization;

namespace HipaaJwt.Tool.Reports.Counting;

/// <summary>Finds whether a pair of a user and a patient is new, for a limited number of pairs. It keeps 64 bits for each pair.</summary>
internal sealed class DistinctPairs
{
    private readonly HashSet<ulong> _pairs = [];
    private readonly int _limit;

    public DistinctPairs(int limit) => _limit = limit;

    public bool IsFull { get; private set; }

    /// <summary>The message if the limit was reached; otherwise none.</summary>
    public IEnumerable<string> Limits => !IsFull ? [] :
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"Only the first {_limit:N0} pairs of a user and a patient are counted. Numbers of patients are lower bounds."),
    ];

    /// <returns>Whether the pair is new and was counted.</returns>
    public bool Add(int user, ulong patient)
    {
        var pair = Mix(patient + ((ulong)user * 0x9E3779B97F4A7C15));
        if (_pairs.Contains(pair))
        {
            return false;
        }

        if (_pairs.Count >= _limit)
        {
            IsFull = true;
            return false;
        }

        return _pairs.Add(pair);
    }

    public void Clear() => _pairs.Clear();

    /// <summary>The finalizer of SplitMix64: a bijection, so it adds no collisions.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
