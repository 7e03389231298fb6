using HipaaJwt.Claims;
using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>A claim and the form in which it contains values, such as roles.</summary>
/// <example>
/// <code>
/// map.RolesFrom(
///     ClaimSource.Of(new ClaimPath("resource_access", "charts.clinic.test", "roles")),
///     ClaimSource.ObjectKeys("urn:zitadel:iam:org:project:roles"));
/// </code>
/// </example>
public readonly record struct ClaimSource
{
    private ClaimSource(ClaimPath path, ClaimFormat format)
    {
        Path = path;
        Format = format;
    }

    /// <summary>The path of the claim.</summary>
    public ClaimPath Path { get; }

    /// <summary>Whether a string of the claim is a list separated by blanks.</summary>
    /// <value><see langword="false"/> for a source whose form depends on its use, as <see cref="Of(string)"/> creates it.</value>
    public bool IsBlankSeparated => Format == ClaimFormat.BlankSeparated;

    /// <summary>Whether the names of the members of an object are the values.</summary>
    /// <value><see langword="false"/> unless <see cref="ObjectKeys(string)"/> created the source.</value>
    public bool IsObjectKeys => Format == ClaimFormat.ObjectKeys;

    internal ClaimFormat Format { get; }

    /// <summary>
    /// A claim in the usual form: a string is one value, and so is each string of an array. A string in a claim of scopes is a list
    /// separated by blanks (RFC 6749, section 3.3).
    /// </summary>
    /// <param name="path">The path, as for <see cref="ClaimPath.Parse"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The text is not a path, or no token can have the claim.</exception>
    public static ClaimSource Of(string path) => Of(Parse(path));

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="path">The path.</param>
    public static ClaimSource Of(ClaimPath path) => Create(path, ClaimFormat.Usual);

    /// <summary>
    /// A claim whose string is a list separated by blanks. Use it only if no value contains a blank: otherwise
    /// "physician assistant" also counts as "physician". Each string of an array remains one value.
    /// </summary>
    /// <param name="path">The path, as for <see cref="ClaimPath.Parse"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The text is not a path, or no token can have the claim.</exception>
    public static ClaimSource BlankSeparated(string path) => BlankSeparated(Parse(path));

    /// <inheritdoc cref="BlankSeparated(string)"/>
    /// <param name="path">The path.</param>
    public static ClaimSource BlankSeparated(ClaimPath path) => Create(path, ClaimFormat.BlankSeparated);

    /// <summary>
    /// A claim that is an object whose member names are the values, such as the roles of ZITADEL. A member whose value is
    /// <c>false</c> or <c>null</c> does not count. A claim that is no object has no values.
    /// </summary>
    /// <param name="path">The path, as for <see cref="ClaimPath.Parse"/>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The text is not a path, or the claim is never an object, such as <c>sub</c>.</exception>
    public static ClaimSource ObjectKeys(string path) => ObjectKeys(Parse(path));

    /// <inheritdoc cref="ObjectKeys(string)"/>
    /// <param name="path">The path.</param>
    public static ClaimSource ObjectKeys(ClaimPath path) => Create(path, ClaimFormat.ObjectKeys);

    /// <summary>A claim that is <c>true</c>.</summary>
    internal static ClaimSource Flag(ClaimPath path) => Create(path, ClaimFormat.Flag);

    internal static ClaimPath Parse(string? path) => ClaimPath.Parse(path ?? string.Empty);

    /// <summary>Reads a source from text.</summary>
    /// <param name="path">The path.</param>
    /// <param name="format">The form.</param>
    /// <param name="remedy">What to write instead; null if the text is a path that a token can have.</param>
    /// <returns>The source; empty if there is a remedy.</returns>
    internal static ClaimSource TryParse(string path, ClaimFormat format, out string? remedy)
    {
        if (!ClaimPathText.TryParse(path, out var names, out remedy))
        {
            return default;
        }

        var parsed = new ClaimPath(names);
        remedy = FindRemedy(parsed.ToString(), format);
        return remedy is null ? new ClaimSource(parsed, format) : default;
    }

    /// <summary>
    /// A text that only an equal source has. It replaces the comparers of the framework, which the runtime would have to compile for this
    /// type at start.
    /// </summary>
    internal string Key => (char)('0' + (int)Format) + Path.ToString();

    internal ClaimSource WithFormat(ClaimFormat format) => new(Path, format);

    private static ClaimSource Create(ClaimPath path, ClaimFormat format)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("The claim path is empty. Create it with ClaimPath.Parse or from names.", nameof(path));
        }

        var text = path.ToString();
        return FindRemedy(text, format) is { } remedy
            ? throw new ArgumentException($"\"{text}\" cannot be used here. Write {remedy}.", nameof(path))
            : new ClaimSource(path, format);
    }

    private static string? FindRemedy(string path, ClaimFormat format) => format switch
    {
        ClaimFormat.ObjectKeys when ClaimPathText.IsNeverObject(path) => "the path of a claim that can be an object",
        ClaimFormat.Flag when ClaimPathText.IsNeverObject(path) => "the path of a claim that can be true",
        ClaimFormat.Usual or ClaimFormat.BlankSeparated when ClaimPathText.IsDate(path) =>
            "the path of a claim that can be a string or an array of strings",
        _ => null,
    };
}
