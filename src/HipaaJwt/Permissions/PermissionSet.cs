using System.Collections;
using System.Numerics;
using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>
/// The permissions that a token grants, with one bit for each permission of the application. Immutable. <see cref="Contains"/>
/// allocates no memory. The default value of the type is empty.
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

    /// <summary>The number of permissions.</summary>
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

    /// <summary>Compares two sets.</summary>
    /// <param name="left">The first set.</param>
    /// <param name="right">The second set.</param>
    /// <returns>Whether both contain the same permissions.</returns>
    public static bool operator ==(PermissionSet left, PermissionSet right) => left.Equals(right);

    /// <summary>Compares two sets.</summary>
    /// <param name="left">The first set.</param>
    /// <param name="right">The second set.</param>
    /// <returns>Whether one contains a permission that the other does not.</returns>
    public static bool operator !=(PermissionSet left, PermissionSet right) => !left.Equals(right);

    /// <summary>Determines whether the permission is granted.</summary>
    /// <param name="permission">The permission, or its name.</param>
    /// <returns>
    /// <see langword="true"/> if the token grants the permission. <see langword="false"/> if it does not, or if the permission map
    /// does not know the permission.
    /// </returns>
    /// <example><code>if (token.Permissions.Contains("chart:read")) { … }</code></example>
    public bool Contains(Permission permission)
    {
        var index = _catalog is null ? -1 : _catalog.IndexOf(permission);
        return index >= 0 && IsSet(index);
    }

    /// <summary>Enumerates the permissions in the order of the permission map.</summary>
    /// <returns>An enumerator of the permissions.</returns>
    public IEnumerator<Permission> GetEnumerator()
    {
        for (var index = 0; index < (_catalog?.Count ?? 0); index++)
        {
            if (IsSet(index))
            {
                yield return _catalog![index];
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

    /// <summary>Formats the names of the permissions.</summary>
    /// <returns>The names, separated by blanks.</returns>
    public override string ToString() => string.Join(' ', this.Select(permission => permission.Name));

    private bool IsSet(int index)
    {
        var bits = index < 64 ? _firstBits : _furtherBits is null ? 0 : _furtherBits[(index >> 6) - 1];
        return ((bits >> (index & 63)) & 1) != 0;
    }
}
