using HipaaJwt.Text;

namespace HipaaJwt.Issuers;

/// <summary>
/// Finds what belongs to the issuer that claims name. An issuer may have several names, and several entries may have one name if claims
/// distinguish them. Immutable.
/// </summary>
internal sealed class IssuerTable<TValue>
    where TValue : class
{
    private readonly Utf8Table<TValue[]> _byName;
    private readonly Func<TValue, IssuerPolicy> _issuerOf;

    public IssuerTable(IEnumerable<TValue> values, Func<TValue, IssuerPolicy> issuerOf)
    {
        _issuerOf = issuerOf;
        _byName = values
            .SelectMany(value => issuerOf(value).Names, (value, name) => new Entry(name, value))
            .GroupBy(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal)
            .ToUtf8Table(group => group.Key, group => group.ToArray());
    }

    /// <summary>Finds the only value whose issuer the claims select; null if there is none or several.</summary>
    public TValue? FindOnly(in JsonObject claims)
    {
        if (!claims.TryFind("iss"u8, out var name)
            || name.Kind != JsonKind.String
            || !_byName.TryGetValue(claims.Json, name, out var values))
        {
            return null;
        }

        TValue? found = null;
        foreach (var value in values)
        {
            if (_issuerOf(value).IsDistinguishedBy(claims))
            {
                if (found is not null)
                {
                    return null;
                }

                found = value;
            }
        }

        return found;
    }

    /// <summary>Whether a value belongs to the issuer.</summary>
    public bool Contains(IssuerPolicy issuer)
    {
        if (_byName.TryGetValue(issuer.Utf8Issuer, out var values))
        {
            foreach (var value in values)
            {
                if (_issuerOf(value) == issuer)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private sealed record Entry(string Name, TValue Value);
}
