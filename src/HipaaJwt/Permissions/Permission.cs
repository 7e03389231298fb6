namespace HipaaJwt;

/// <summary>The name of a permission, such as <c>chart:read</c>. Names are case-sensitive.</summary>
/// <example>
/// <code>
/// Permission permission = "chart:read";
/// bool granted = token.Permissions.Contains(permission);
/// </code>
/// </example>
public readonly struct Permission : IEquatable<Permission>
{
    private readonly int _hash;

    /// <summary>Creates a permission.</summary>
    /// <param name="name">The name. It must not contain blanks or ASCII control characters.</param>
    /// <exception cref="ArgumentException">The name is empty, or contains blanks or control characters.</exception>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public Permission(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!IsWellFormed(name))
        {
            throw new ArgumentException(
                "The permission name contains blanks or control characters. Use a name such as \"chart:read\".", nameof(name));
        }

        Name = name;
        _hash = string.GetHashCode(name, StringComparison.Ordinal);
    }

    /// <summary>The name.</summary>
    /// <value>Empty for the default value of the type.</value>
    public string Name => field ?? string.Empty;

    /// <summary>Creates a permission from its name.</summary>
    /// <param name="name">The name. See <see cref="Permission(string)"/>.</param>
    public static implicit operator Permission(string name) => new(name);

    /// <summary>Compares the names of two permissions.</summary>
    /// <param name="left">The first permission.</param>
    /// <param name="right">The second permission.</param>
    /// <returns>Whether the names are equal.</returns>
    public static bool operator ==(Permission left, Permission right) => left.Equals(right);

    /// <summary>Compares the names of two permissions.</summary>
    /// <param name="left">The first permission.</param>
    /// <param name="right">The second permission.</param>
    /// <returns>Whether the names differ.</returns>
    public static bool operator !=(Permission left, Permission right) => !left.Equals(right);

    /// <summary>Creates a permission from its name.</summary>
    /// <param name="name">The name. See <see cref="Permission(string)"/>.</param>
    /// <returns>The permission.</returns>
    /// <exception cref="ArgumentException">The name is empty, or contains blanks or control characters.</exception>
    public static Permission FromString(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Permission other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Permission other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Gets the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal static bool IsWellFormed(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyInRange('\0', ' ') && !name.Contains('\u007F', StringComparison.Ordinal);
}
