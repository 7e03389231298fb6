using System.Globalization;

namespace HipaaJwt;

/// <summary>
/// The reason for a rejected token or a denied access: a stable code and, if a single member is at fault, its name. It never contains
/// data of the token.
/// </summary>
public readonly struct JwtError : IEquatable<JwtError>
{
    /// <summary>Creates an error.</summary>
    /// <param name="code">The reason.</param>
    /// <param name="member">A fixed word that names the member at fault, such as <c>exp</c>. It must not come from a token.</param>
    public JwtError(JwtErrorCode code, string? member = null)
    {
        Code = code;
        Member = member;
    }

    /// <summary>The value for "no error".</summary>
    public static JwtError None => default;

    /// <summary>The reason.</summary>
    /// <value><see cref="JwtErrorCode.None"/> by default.</value>
    public JwtErrorCode Code { get; }

    /// <summary>The header parameter or claim at fault, as a fixed word such as <c>exp</c>. It is never data of the token.</summary>
    /// <value><see langword="null"/> by default and if no single member is at fault.</value>
    public string? Member { get; }

    /// <summary>Whether there is no error.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IsNone => Code == JwtErrorCode.None;

    /// <summary>Whether the token could not be validated (codes 800 to 899), as opposed to having been found invalid.</summary>
    public bool IsUnavailable => (int)Code is >= 800 and < 900;

    /// <summary>Determines whether the errors are equal.</summary>
    public static bool operator ==(JwtError left, JwtError right) => left.Equals(right);

    /// <summary>Determines whether the errors differ.</summary>
    public static bool operator !=(JwtError left, JwtError right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(JwtError other) => Code == other.Code && string.Equals(Member, other.Member, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JwtError other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Member);

    /// <summary>Returns the number and name of the code, and the member: <c>507 TokenExpired (exp)</c>.</summary>
    public override string ToString() => Member is null
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {Code}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {Code} ({Member})");
}
