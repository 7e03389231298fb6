using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

namespace HipaaJwt;

/// <summary>The permissions that the application's map knows. Immutable.</summary>
public sealed class PermissionCatalog : IReadOnlyList<Permission>
{
    private readonly ImmutableArray<Permission> _permissions;
    private readonly Slot[] _slots;

    internal PermissionCatalog(IEnumerable<Permission> permissions)
    {
        _permissions = [.. permissions.Distinct()];
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)((_permissions.Length * 2) + 2))];
        for (var place = 0; place < _permissions.Length; place++)
        {
            _slots[FreeSlotFor(_permissions[place])] = new Slot(_permissions[place], place);
        }
    }

    /// <summary>How many permissions there are.</summary>
    public int Count => _permissions.Length;

    /// <summary>How many numbers of 64 bits a set takes.</summary>
    internal int Words => Math.Max(1, (Count + 63) / 64);

    /// <summary>The permission at a place.</summary>
    /// <param name="index">The place, from 0.</param>
    public Permission this[int index] => _permissions[index];

    /// <summary>Whether the permission is known.</summary>
    /// <param name="permission">The permission, or its name.</param>
    public bool Contains(Permission permission) => PlaceOf(permission) >= 0;

    /// <summary>Enumerates the permissions in the order in which the map names them.</summary>
    public IEnumerator<Permission> GetEnumerator() => _permissions.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The place of a permission, or -1. The hash was computed once, when the permission was made.</summary>
    internal int PlaceOf(Permission permission)
    {
        var slots = _slots;
        for (var index = permission.GetHashCode() & (slots.Length - 1); ; index = (index + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[index];
            if (slot.Permission.Name.Length == 0)
            {
                return -1;
            }

            if (slot.Permission.GetHashCode() == permission.GetHashCode() && slot.Permission == permission)
            {
                return slot.Place;
            }
        }
    }

    private int FreeSlotFor(Permission permission)
    {
        var index = permission.GetHashCode() & (_slots.Length - 1);
        while (_slots[index].Permission.Name.Length != 0)
        {
            index = (index + 1) & (_slots.Length - 1);
        }

        return index;
    }

    private readonly record struct Slot(Permission Permission, int Place);
}
