namespace HipaaJwt;

/// <summary>The verdict on the token of a request, as a feature of the <c>HttpContext</c>.</summary>
public interface IJwtValidationFeature
{
    /// <summary>The verdict. If the request had no token, the error is <see cref="JwtErrorCode.TokenMissing"/>.</summary>
    JwtValidationResult Result { get; }
}
