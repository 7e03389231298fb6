using System.Net;

namespace HipaaJwt;

/// <summary>One use of a validated token: the token, the time and what is known of the request.</summary>
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

    /// <summary>The time of this use.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The method of the HTTP request, if there is one.</summary>
    public string? HttpMethod => _request.HttpMethod;

    /// <summary>The requested resource, as the audit event names it.</summary>
    public string? Resource => _request.Resource;

    /// <summary>The address of the client.</summary>
    public IPAddress? RemoteAddress => _request.RemoteAddress;

    internal JwtValidationRequest Request => _request;

    /// <summary>Whether both are the same use.</summary>
    public static bool operator ==(TokenUse left, TokenUse right) => left.Equals(right);

    /// <summary>Whether the uses differ.</summary>
    public static bool operator !=(TokenUse left, TokenUse right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TokenUse other) => ReferenceEquals(Token, other.Token) && Now == other.Now && _request == other._request;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TokenUse other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Token, Now, _request);

    /// <summary>The method and the resource; never the token or the proof.</summary>
    public override string ToString() => $"TokenUse {HttpMethod} {Resource}";
}
