using System.Net;

namespace HipaaJwt;

/// <summary>One use of a validated token: the token, the time and the request. See <see cref="ITokenUseCheck"/>.</summary>
public readonly struct TokenUse : IEquatable<TokenUse>
{
    private readonly JwtValidationRequest _request;

    internal TokenUse(ValidatedJwt token, DateTimeOffset now, in JwtValidationRequest request)
    {
        Token = token;
        Now = now;
        _request = request;
    }

    /// <summary>The validated token.</summary>
    public ValidatedJwt Token { get; }

    /// <summary>The current time of this use.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The method of the HTTP request, from <see cref="JwtValidationRequest.HttpMethod"/>.</summary>
    /// <value><see langword="null"/> if unknown.</value>
    public string? HttpMethod => _request.HttpMethod;

    /// <summary>The requested resource, from <see cref="JwtValidationRequest.Resource"/>.</summary>
    /// <value><see langword="null"/> if unknown.</value>
    public string? Resource => _request.Resource;

    /// <summary>The address of the client, from <see cref="JwtValidationRequest.RemoteAddress"/>.</summary>
    /// <value><see langword="null"/> if unknown.</value>
    public IPAddress? RemoteAddress => _request.RemoteAddress;

    internal JwtValidationRequest Request => _request;

    /// <summary>Determines whether both values describe the same use.</summary>
    public static bool operator ==(TokenUse left, TokenUse right) => left.Equals(right);

    /// <summary>Determines whether the values describe different uses.</summary>
    public static bool operator !=(TokenUse left, TokenUse right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TokenUse other) => ReferenceEquals(Token, other.Token) && Now == other.Now && _request == other._request;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TokenUse other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Token, Now, _request);

    /// <summary>Returns the HTTP method and the resource, never the token or the proof.</summary>
    public override string ToString() => $"TokenUse {HttpMethod} {Resource}";
}
