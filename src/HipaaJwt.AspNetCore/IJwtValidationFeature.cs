namespace HipaaJwt.AspNetCore;

/// <summary>The verdict on the token of a request. It is among the features of the <c>HttpContext</c>.</summary>
public interface IJwtValidationFeature
{
    /// <summary>The verdict. Where the request brought no token, the error is <see cref="JwtErrorCode.TokenMissing"/>.</summary>
    JwtValidationResult Result { get; }
}
