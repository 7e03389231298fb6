namespace HipaaJwt.SenderConstraints;

/// <summary>One use of a DPoP proof: the request, and the key and token that it must belong to.</summary>
internal readonly ref struct ProofUse
{
    /// <summary>Creates the use of a proof together with a token (RFC 9449 section 7).</summary>
    /// <param name="use">The use of the token.</param>
    /// <param name="thumbprint">The thumbprint of the key that the token is bound to.</param>
    public ProofUse(in TokenUse use, ReadOnlySpan<byte> thumbprint)
    {
        Request = use.Request;
        Now = use.Now;
        ClockSkew = use.Token.Policy.ClockSkew;
        Thumbprint = thumbprint;
        Issuer = use.Token.Policy.Utf8Issuer;
        Owner = use.Token.Subject;
        HasToken = true;
    }

    /// <summary>Creates the use of a proof without a token, which any key may sign (RFC 9449 section 5).</summary>
    /// <param name="request">The request with the proof.</param>
    /// <param name="owner">The sender, for the limit of the replay store.</param>
    /// <param name="now">The current time.</param>
    /// <param name="clockSkew">The maximum difference between the clocks of client and service.</param>
    public ProofUse(in JwtValidationRequest request, string owner, DateTimeOffset now, TimeSpan clockSkew)
    {
        Request = request;
        Now = now;
        ClockSkew = clockSkew;
        Owner = owner;
    }

    public JwtValidationRequest Request { get; }

    public DateTimeOffset Now { get; }

    public TimeSpan ClockSkew { get; }

    /// <summary>The thumbprint of the required key; empty for any key.</summary>
    public ReadOnlySpan<byte> Thumbprint { get; }

    /// <summary>The issuer of the token; empty without a token.</summary>
    public ReadOnlySpan<byte> Issuer { get; }

    /// <summary>The subject of the token, or the sender.</summary>
    public string Owner { get; }

    /// <summary>Whether the proof must contain the hash of the token.</summary>
    public bool HasToken { get; }
}
