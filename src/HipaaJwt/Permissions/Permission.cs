using System.Buffers;

namespace HipaaJwt;

/// <summary>The name of something that may be done, such as <c>chart:read</c>. Names are compared to the letter.</summary>
public readonly struct Permission : IEquatable<Permission>
{
    private static readonly SearchValues<char> BlanksAndControls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(code => (char)code), '\u007F']);

    private readonly int _hash;

    /// <summary>Makes a permission.</summary>
    /// <param name="name">The name; it has neither blanks nor control characters.</param>
    /// <exception cref="ArgumentException">The name is empty or has blanks or control characters.</exception>
    public Permission(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!IsWellFormed(name))
        {
            throw new ArgumentException("A permission's name has neither blanks nor control characters, such as \"chart:read\".", nameof(name));
        }

        Name = name;
        _hash = string.GetHashCode(name, StringComparison.Ordinal);
    }

    /// <summary>The name.</summary>
    public string Name => field ?? string.Empty;

    /// <summary>Makes a permission of its name.</summary>
    /// <param name="name">The name; see <see cref="Permission(string)"/>.</param>
    public static implicit operator Permission(string name) => new(name);

    /// <summary>Whether both have the same name.</summary>
    public static bool operator ==(Permission left, Permission right) => left.Equals(right);

    /// <summary>Whether the names differ.</summary>
    public static bool operator !=(Permission left, Permission right) => !left.Equals(right);

    /// <summary>Makes a permission of its name.</summary>
    /// <param name="name">The name; see <see cref="Permission(string)"/>.</param>
    public static Permission FromString(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Permission other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Permission other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static bool IsWellFormed(string name) => name.Length > 0 && !name.AsSpan().ContainsAny(BlanksAndControls);
}
