using System.Collections.Concurrent;

namespace HipaaJwt;

/// <summary>
/// Answers with the results that a test prepares, and records what it was asked. Use it for code that calls
/// <see cref="IJwtValidator"/> itself. To test endpoints, let the real validator run: <c>client.As(…)</c>. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// var validator = new FakeJwtValidator()
///     .Answer("physician", jwts.Accepted("dr.rivera", roles: ["physician"]))
///     .Answer("expired", TestJwts.Rejected(JwtErrorCode.TokenExpired, "exp"));
/// await new OrderQueue(validator).HandleAsync(message with { Token = "expired" });
/// </code>
/// </example>
public sealed class FakeJwtValidator : IJwtValidator
{
    private readonly ConcurrentDictionary<EncodedJwt, JwtValidationResult> _answers = new();
    private readonly ConcurrentQueue<JwtValidationRequest> _requests = new();
    private JwtValidationResult _otherwise = JwtValidationResult.Rejected(new JwtError(JwtErrorCode.SignatureInvalid));

    /// <summary>The requests so far, in their order.</summary>
    public IReadOnlyList<JwtValidationRequest> Requests => [.. _requests];

    /// <summary>Sets the answer for a token.</summary>
    /// <param name="token">The token. It may be any text.</param>
    /// <param name="result">The answer, for example of <see cref="TestJwts"/>.</param>
    /// <returns>This validator.</returns>
    /// <exception cref="ArgumentException"><paramref name="token"/> is null or empty.</exception>
    public FakeJwtValidator Answer(string token, JwtValidationResult result)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        _answers[token] = result;
        return this;
    }

    /// <summary>Sets the answer for all other tokens.</summary>
    /// <param name="result">The answer; <see cref="JwtErrorCode.SignatureInvalid"/> by default.</param>
    /// <returns>This validator.</returns>
    public FakeJwtValidator AnswerOtherwise(JwtValidationResult result)
    {
        _otherwise = result;
        return this;
    }

    /// <summary>Gets whether the validator was asked about a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Whether a request contained the token.</returns>
    public bool WasAskedFor(string token) => _requests.Any(request => request.Token.Equals(token));

    /// <inheritdoc/>
    public ValueTask<JwtValidationResult> ValidateAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Enqueue(request);
        return ValueTask.FromResult(_answers.GetValueOrDefault(request.Token, _otherwise));
    }
}
