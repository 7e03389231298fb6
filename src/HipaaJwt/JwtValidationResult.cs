using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt;

/// <summary>The result of a validation: the validated token, or the reason why the token was rejected.</summary>
public readonly struct JwtValidationResult : IEquatable<JwtValidationResult>
{
    private readonly JwtError _error;

    internal JwtValidationResult(ValidatedJwt token) => Token = token;

    private JwtValidationResult(JwtError error) => _error = error;

    /// <summary>Whether the token was accepted.</summary>
    /// <value><see langword="false"/> by default.</value>
    [MemberNotNullWhen(true, nameof(Token))]
    public bool IsValid => Token is not null;

    /// <summary>The validated token.</summary>
    /// <value><see langword="null"/> if the token was rejected.</value>
    public ValidatedJwt? Token { get; }

    /// <summary>The reason why the token was rejected.</summary>
    /// <value>
    /// <see cref="JwtError.None"/> if the token was accepted. <see cref="JwtErrorCode.TokenMissing"/> for the default result.
    /// </value>
    public JwtError Error => Token is null && _error.IsNone ? new JwtError(JwtErrorCode.TokenMissing) : _error;

    /// <summary>Determines whether the results are equal.</summary>
    public static bool operator ==(JwtValidationResult left, JwtValidationResult right) => left.Equals(right);

    /// <summary>Determines whether the results differ.</summary>
    public static bool operator !=(JwtValidationResult left, JwtValidationResult right) => !left.Equals(right);

    /// <summary>Creates the result of a rejected token, for code that wraps or replaces a validator.</summary>
    /// <param name="error">The reason.</param>
    /// <returns>A result with the error and without a token.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is <see cref="JwtError.None"/>.</exception>
    public static JwtValidationResult Rejected(JwtError error) => error.IsNone
        ? throw new ArgumentException("The error is JwtError.None. Pass the reason for the rejection.", nameof(error))
        : new JwtValidationResult(error);

    /// <inheritdoc/>
    public bool Equals(JwtValidationResult other) => ReferenceEquals(Token, other.Token) && Error == other.Error;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JwtValidationResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Token, Error);

    /// <summary>Returns "valid" or the error, never data of the token.</summary>
    public override string ToString() => IsValid ? "valid" : Error.ToString();
}
