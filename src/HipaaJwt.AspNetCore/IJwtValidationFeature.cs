namespace HipaaJwt;

/// <summary>Provides the validation result for the token of a request, as a feature of the <c>HttpContext</c>.</summary>
/// <example>
/// <code>var error = http.Features.Get&lt;IJwtValidationFeature&gt;()?.Result.Error;</code>
/// </example>
public interface IJwtValidationFeature
{
    /// <summary>The result of the last validation in this request.</summary>
    /// <value>Without a token, its error is <see cref="JwtErrorCode.TokenMissing"/>.</value>
    JwtValidationResult Result { get; }
}
