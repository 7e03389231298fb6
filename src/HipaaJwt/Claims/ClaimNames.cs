namespace HipaaJwt;

/// <summary>Contains the names of registered claims.</summary>
public static class ClaimNames
{
    /// <summary>The issuer (RFC 7519, section 4.1.1).</summary>
    public const string Issuer = "iss";

    /// <summary>The subject (RFC 7519, section 4.1.2).</summary>
    public const string Subject = "sub";

    /// <summary>The audience (RFC 7519, section 4.1.3).</summary>
    public const string Audience = "aud";

    /// <summary>The expiration time (RFC 7519, section 4.1.4).</summary>
    public const string ExpirationTime = "exp";

    /// <summary>The time before which the token must not be accepted (RFC 7519, section 4.1.5).</summary>
    public const string NotBefore = "nbf";

    /// <summary>The time at which the token was issued (RFC 7519, section 4.1.6).</summary>
    public const string IssuedAt = "iat";

    /// <summary>The unique identifier of the token (RFC 7519, section 4.1.7).</summary>
    public const string JwtId = "jti";

    /// <summary>The client that requested the token (RFC 8693, section 4.3; RFC 9068, section 2.2).</summary>
    public const string ClientId = "client_id";

    /// <summary>
    /// The party to which an ID token was issued (OpenID Connect Core 1.0, section 2). Some providers use it for the client of an
    /// access token.
    /// </summary>
    public const string AuthorizedParty = "azp";

    /// <summary>The key or certificate that the token is bound to (RFC 7800, section 3.1).</summary>
    public const string Confirmation = "cnf";

    /// <summary>The time at which the user authenticated (OpenID Connect Core 1.0, section 2; RFC 9068, section 2.2.1).</summary>
    public const string AuthenticationTime = "auth_time";

    /// <summary>The authentication context class (OpenID Connect Core 1.0, section 2; RFC 9068, section 2.2.1).</summary>
    public const string AuthenticationContext = "acr";

    /// <summary>The methods with which the user authenticated (RFC 8176; RFC 9068, section 2.2.1).</summary>
    public const string AuthenticationMethods = "amr";

    /// <summary>The granted scopes, separated by spaces (RFC 8693, section 4.2; RFC 9068, section 2.2.3).</summary>
    public const string Scope = "scope";

    /// <summary>The roles of the subject (RFC 9068, section 2.2.3.1; RFC 7643, section 4.1.2).</summary>
    public const string Roles = "roles";
}
