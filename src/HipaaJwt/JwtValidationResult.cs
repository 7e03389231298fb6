using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt;

/// <summary>The verdict on a token: either the validated token or the reason why it was refused.</summary>
public readonly struct JwtValidationResult : IEquatable<JwtValidationResult>
{
    private readonly JwtError _error;

    internal JwtValidationResult(ValidatedJwt token) => Token = token;

    private JwtValidationResult(JwtError error) => _error = error;

    /// <summary>Whether the token was accepted.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    public bool IsValid => Token is not null;

    /// <summary>The validated token.</summary>
    /// <value><see langword="null"/> where the token was refused.</value>
    public ValidatedJwt? Token { get; }

    /// <summary>The reason of the refusal.</summary>
    /// <value><see cref="JwtError.None"/> where the token was accepted.</value>
    public JwtError Error => Token is null && _error.IsNone ? new JwtError(JwtErrorCode.TokenMissing) : _error;

    /// <summary>Whether both are the same verdict.</summary>
    public static bool operator ==(JwtValidationResult left, JwtValidationResult right) => left.Equals(right);

    /// <summary>Whether the verdicts differ.</summary>
    public static bool operator !=(JwtValidationResult left, JwtValidationResult right) => !left.Equals(right);

    /// <summary>Makes a refusal, for code that stands in for a validator or checks more than one does.</summary>
    /// <param name="error">The reason.</param>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    public static JwtValidationResult Rejected(JwtError error) => error.IsNone
        ? throw new ArgumentException("A refusal needs a reason.", nameof(error))
        : new JwtValidationResult(error);

    /// <inheritdoc/>
    public bool Equals(JwtValidationResult other) => ReferenceEquals(Token, other.Token) && Error == other.Error;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JwtValidationResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Token, Error);

    /// <summary>"valid", or the error; nothing of the token.</summary>
    public override string ToString() => IsValid ? "valid" : Error.ToString();
}
