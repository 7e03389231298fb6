using System.Collections;
using System.Numerics;
using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>
/// The permissions that a token grants: one bit for each permission that the application knows. Immutable; asking
/// allocates nothing. The default value is empty.
/// </summary>
public readonly struct PermissionSet : IReadOnlyCollection<Permission>, IEquatable<PermissionSet>
{
    private readonly PermissionCatalog? _catalog;
    private readonly ulong _firstBits;
    private readonly ulong[]? _furtherBits;

    internal PermissionSet(PermissionCatalog catalog, ReadOnlySpan<ulong> bits)
    {
        _catalog = catalog;
        _firstBits = bits.IsEmpty ? 0 : bits[0];
        _furtherBits = bits.Length > 1 ? bits[1..].ToArray() : null;
    }

    /// <summary>How many permissions there are.</summary>
    public int Count
    {
        get
        {
            var count = BitOperations.PopCount(_firstBits);
            foreach (var bits in _furtherBits ?? [])
            {
                count += BitOperations.PopCount(bits);
            }

            return count;
        }
    }

    /// <summary>Whether both hold the same permissions.</summary>
    public static bool operator ==(PermissionSet left, PermissionSet right) => left.Equals(right);

    /// <summary>Whether one holds a permission that the other does not.</summary>
    public static bool operator !=(PermissionSet left, PermissionSet right) => !left.Equals(right);

    /// <summary>Whether the permission is granted.</summary>
    /// <param name="permission">The permission, or its name.</param>
    /// <returns>False also for a permission that the application's map does not know.</returns>
    public bool Contains(Permission permission)
    {
        var place = _catalog is null ? -1 : _catalog.PlaceOf(permission);
        return place >= 0 && IsSet(place);
    }

    /// <summary>Enumerates the permissions in the order of the application's map.</summary>
    public IEnumerator<Permission> GetEnumerator()
    {
        for (var place = 0; place < (_catalog?.Count ?? 0); place++)
        {
            if (IsSet(place))
            {
                yield return _catalog![place];
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PermissionSet other) => Count == other.Count && this.All(other.Contains);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PermissionSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(0, (hash, permission) => hash ^ permission.GetHashCode());

    /// <summary>The names, separated by blanks.</summary>
    public override string ToString() => string.Join(' ', this.Select(permission => permission.Name));

    private bool IsSet(int place)
    {
        var bits = place < 64 ? _firstBits : _furtherBits is null ? 0 : _furtherBits[(place >> 6) - 1];
        return ((bits >> (place & 63)) & 1) != 0;
    }
}
