using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>The permissions that the application defined in its permission map. Immutable.</summary>
public sealed class PermissionCatalog : IReadOnlyList<Permission>
{
    /// <summary>
    /// Hashes differ from process to process, so in a fuller table some processes would look through several slots for each check.
    /// </summary>
    private const int SlotsPerPermission = 8;

    private readonly Permission[] _permissions;
    private readonly Slot[] _slots;

    /// <param name="names">The names of the permissions. A repeated name counts once.</param>
    internal PermissionCatalog(IEnumerable<string> names)
    {
        _permissions = Array.ConvertAll(names.Distinct(StringComparer.Ordinal).ToArray(), name => new Permission(name));
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)((_permissions.Length + 1) * SlotsPerPermission))];
        for (var index = 0; index < _permissions.Length; index++)
        {
            var permission = _permissions[index];
            _slots[FindFreeSlot(permission)] = new Slot(permission.Name, permission.GetHashCode(), index);
        }
    }

    /// <summary>The number of permissions.</summary>
    public int Count => _permissions.Length;

    /// <summary>The number of 64-bit words of a permission set.</summary>
    internal int WordCount => Math.Max(1, (Count + 63) / 64);

    /// <summary>The claims that contain roles and scopes, in the tokens of issuers without claims of their own.</summary>
    internal PermissionClaims Claims { get; init; } = new([], []);

    /// <summary>The claims that contain roles and scopes, in the tokens of issuers with rules of their own.</summary>
    internal IReadOnlyDictionary<string, PermissionClaims> ClaimsByIssuer { get; init; } = new Dictionary<string, PermissionClaims>();

    /// <summary>Gets a permission by its index.</summary>
    /// <param name="index">The index, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">The index is out of range.</exception>
    public Permission this[int index] => _permissions[index];

    /// <summary>Determines whether the catalog contains a permission.</summary>
    /// <param name="permission">The permission, or its name.</param>
    /// <returns>Whether the catalog contains the permission.</returns>
    public bool Contains(Permission permission) => IndexOf(permission) >= 0;

    /// <summary>
    /// Gets the claims that contain roles, as <see cref="PermissionMapBuilder.RolesFrom(string[])"/> set them. Code that creates tokens
    /// for tests writes roles there.
    /// </summary>
    /// <param name="issuer">The issuer of the tokens, as in <see cref="TrustedIssuer.Issuer"/>.</param>
    /// <returns>The claims; <c>roles</c> by default.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    public IReadOnlyList<ClaimSource> RoleClaimsOf(string issuer) => ClaimsOf(issuer).Roles;

    /// <summary>
    /// Gets the claims that contain scopes, as <see cref="PermissionMapBuilder.ScopesFrom(string[])"/> set them. Code that creates tokens
    /// for tests writes scopes there.
    /// </summary>
    /// <param name="issuer">The issuer of the tokens, as in <see cref="TrustedIssuer.Issuer"/>.</param>
    /// <returns>The claims; <c>scope</c> and <c>scp</c> by default.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="issuer"/> is null.</exception>
    public IReadOnlyList<ClaimSource> ScopeClaimsOf(string issuer) => ClaimsOf(issuer).Scopes;

    /// <summary>Enumerates the permissions in the order in which the map names them.</summary>
    /// <returns>An enumerator of the permissions.</returns>
    public IEnumerator<Permission> GetEnumerator() => _permissions.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Finds the index of a permission, by the hash that the permission computed when it was created.</summary>
    /// <returns>The index; -1 if the catalog does not contain the permission.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(Permission permission)
    {
        var slots = _slots;
        var hash = permission.GetHashCode();
        var slotIndex = hash & (slots.Length - 1);
        while (slots[slotIndex].Name is { } name)
        {
            if (slots[slotIndex].Hash == hash && name == permission.Name)
            {
                return slots[slotIndex].Index;
            }

            slotIndex = (slotIndex + 1) & (slots.Length - 1);
        }

        return -1;
    }

    private PermissionClaims ClaimsOf(string issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return ClaimsByIssuer.TryGetValue(issuer, out var claims) ? claims : Claims;
    }

    private int FindFreeSlot(Permission permission)
    {
        var slotIndex = permission.GetHashCode() & (_slots.Length - 1);
        while (_slots[slotIndex].Name is not null)
        {
            slotIndex = (slotIndex + 1) & (_slots.Length - 1);
        }

        return slotIndex;
    }

    /// <summary>A slot of the table. A free slot has no name.</summary>
    private readonly record struct Slot(string? Name, int Hash, int Index);
}
