using System.Globalization;

namespace HipaaJwt;

/// <summary>Why a token was refused: a stable code and, where there is one, the member at fault. Never data of the token.</summary>
public readonly struct JwtError : IEquatable<JwtError>
{
    /// <summary>Makes an error.</summary>
    /// <param name="code">The reason.</param>
    /// <param name="member">A fixed word that names the member, such as <c>exp</c>. It must not come from a token.</param>
    public JwtError(JwtErrorCode code, string? member = null)
    {
        Code = code;
        Member = member;
    }

    /// <summary>No error.</summary>
    public static JwtError None => default;

    /// <summary>The reason.</summary>
    /// <value><see cref="JwtErrorCode.None"/> by default.</value>
    public JwtErrorCode Code { get; }

    /// <summary>The header member or claim at fault, as a fixed word such as <c>exp</c>; never data of the token.</summary>
    /// <value><see langword="null"/> where no single member is at fault.</value>
    public string? Member { get; }

    /// <summary>Whether there is no error.</summary>
    public bool IsNone => Code == JwtErrorCode.None;

    /// <summary>Whether the decision could not be made, as opposed to having been made against the token.</summary>
    public bool IsUnavailable => (int)Code is >= 800 and < 900;

    /// <summary>Whether both errors are the same.</summary>
    public static bool operator ==(JwtError left, JwtError right) => left.Equals(right);

    /// <summary>Whether the errors differ.</summary>
    public static bool operator !=(JwtError left, JwtError right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(JwtError other) => Code == other.Code && string.Equals(Member, other.Member, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JwtError other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Member);

    /// <summary>The code's number and name, and the member: <c>507 TokenExpired (exp)</c>.</summary>
    public override string ToString() => Member is null
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {Code}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {Code} ({Member})");
}
