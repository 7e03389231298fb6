using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HipaaJwt.Tool.Reports.Counting;

/// <summary>State for each of a limited number of names. Names beyond the limit are counted together.</summary>
/// <typeparam name="T">The state.</typeparam>
internal sealed class Tally<T>
    where T : class, new()
{
    private readonly Dictionary<string, T> _states = new(StringComparer.Ordinal);
    private readonly int _limit;
    private readonly string _names;

    /// <param name="limit">The largest number of names.</param>
    /// <param name="names">What the names are, such as "users", for the message.</param>
    public Tally(int limit, string names) => (_limit, _names) = (limit, names);

    public IReadOnlyDictionary<string, T> States => _states;

    public int Count => _states.Count;

    /// <summary>The number of events whose name found no room.</summary>
    public long Missed { get; private set; }

    /// <summary>The message if the limit was reached; otherwise none.</summary>
    public IEnumerable<string> Limits => Missed == 0 ? [] :
    [
        string.Create(
            CultureInfo.InvariantCulture, $"Only the first {_limit:N0} {_names} are counted. {Missed:N0} events of others are in no row."),
    ];

    /// <summary>Gets or adds the state of a name.</summary>
    /// <returns>False if the name is new and the limit is reached.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out T? state)
    {
        if (_states.TryGetValue(name, out state))
        {
            return true;
        }

        if (_states.Count >= _limit)
        {
            Missed++;
            return false;
        }

        _states[name] = state = new T();
        return true;
    }

    public void Remove(string name) => _states.Remove(name);
}
