using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The path of a claim: the names from the outermost claim to a member of a nested object. Immutable. The default value of the type is
/// empty and finds no claim.
/// </summary>
/// <example>
/// <code>
/// var roles = ClaimPath.Parse("realm_access.roles");
/// var clinicRoles = new ClaimPath("resource_access", "charts.clinic.test", "roles");
/// IReadOnlyList&lt;string&gt; values = token.GetStrings(clinicRoles);
/// </code>
/// </example>
public readonly struct ClaimPath : IEquatable<ClaimPath>
{
    private readonly byte[][]? _utf8Names;
    private readonly string? _text;

    /// <summary>Creates a path from names. Each is one exact name, including its dots and backslashes.</summary>
    /// <param name="names">The names, from the outermost claim: 1 to 16 names, because the JSON of a token is not nested deeper.</param>
    /// <exception cref="ArgumentException">
    /// There are no or too many names, a name is empty or not valid Unicode, or the first is a registered claim that is never an object,
    /// such as <c>sub</c>.
    /// </exception>
    /// <exception cref="ArgumentNullException">The names are null.</exception>
    public ClaimPath(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _text = ClaimPathText.Format(names);
        if (ClaimPathText.FindRemedy(names) is { } remedy)
        {
            throw new ArgumentException($"\"{_text}\" is not a claim path. Write {remedy}.", nameof(names));
        }

        _utf8Names = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The names, from the outermost claim.</summary>
    public IReadOnlyList<string> Names => [.. Utf8Names.Select(Encoding.UTF8.GetString)];

    internal bool IsEmpty => _utf8Names is null;

    /// <summary>The name of the outermost claim.</summary>
    internal string Root => Encoding.UTF8.GetString(Utf8Names[0]);

    private byte[][] Utf8Names => _utf8Names ?? [];

    /// <summary>Compares two paths.</summary>
    /// <param name="left">The first path.</param>
    /// <param name="right">The second path.</param>
    /// <returns>Whether they have the same names.</returns>
    public static bool operator ==(ClaimPath left, ClaimPath right) => left.Equals(right);

    /// <summary>Compares two paths.</summary>
    /// <param name="left">The first path.</param>
    /// <param name="right">The second path.</param>
    /// <returns>Whether they have different names.</returns>
    public static bool operator !=(ClaimPath left, ClaimPath right) => !left.Equals(right);

    /// <summary>Reads a path from text.</summary>
    /// <param name="path">
    /// Names joined by dots, such as <c>realm_access.roles</c>. Write a dot inside a name as <c>\.</c>, a backslash as <c>\\</c> and, if
    /// you need to, a colon as <c>\:</c>. A text with <c>://</c> and without a backslash is one name, because claim names may be URIs
    /// (RFC 7519, section 4.2).
    /// </param>
    /// <returns>The path.</returns>
    /// <exception cref="ArgumentException">
    /// A name is empty, has blanks at its ends or is a wildcard; a backslash is before another character; or no token can have the claim.
    /// The message says what to write.
    /// </exception>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    /// <example><code>ClaimPath.Parse(@"resource_access.charts\.clinic\.test.roles")</code></example>
    public static ClaimPath Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ClaimPathText.TryParse(path, out var names, out var remedy)
            ? new ClaimPath(names)
            : throw new ArgumentException($"\"{path}\" is not a claim path. Write {remedy}.", nameof(path));
    }

    /// <inheritdoc/>
    public bool Equals(ClaimPath other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ClaimPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Formats the path so that <see cref="Parse"/> reads it.</summary>
    /// <returns>The path; empty for the default value of the type.</returns>
    public override string ToString() => _text ?? string.Empty;

    /// <summary>Finds the value of the claim.</summary>
    /// <param name="json">The JSON that contains the outermost claim.</param>
    /// <param name="root">The value of the outermost claim.</param>
    /// <param name="value">The value of the claim.</param>
    /// <returns>The JSON that <paramref name="value"/> refers to; empty if the claim does not exist.</returns>
    internal ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> json, JsonValue root, out JsonValue value)
    {
        value = root;
        for (var step = 1; step < Utf8Names.Length; step++)
        {
            if (value.Kind != JsonKind.Object)
            {
                return default;
            }

            json = value.RawIn(json);
            using var index = JsonMemberBuffer.Rent();
            StrictJson.ReadObject(json, index, out var nested);
            if (!nested.TryFind(Utf8Names[step], out value))
            {
                return default;
            }
        }

        return json;
    }

    /// <summary>Finds the value of the claim.</summary>
    /// <returns>The JSON that <paramref name="value"/> refers to; empty if the claim does not exist.</returns>
    internal ReadOnlySpan<byte> Resolve(ClaimsSet claims, out JsonValue value)
    {
        value = default;
        return !IsEmpty && claims.TryFind(Utf8Names[0], out var root) ? Resolve(claims.JsonSpan, root, out value) : default;
    }
}
