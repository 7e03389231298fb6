namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>What an endpoint shows.</summary>
internal enum Target
{
    /// <summary>JwtBearer with an authenticated user.</summary>
    JwtBearer,

    /// <summary>A scheme that does nothing, with an authenticated user.</summary>
    Idle,

    /// <summary>No authentication.</summary>
    Anonymous,

    /// <summary>HipaaJwt with a permission, and with an audit event for each request.</summary>
    HipaaJwt,

    /// <summary>HipaaJwt with a permission, and with other features registered that the request does not use.</summary>
    WithoutAuditing,

    /// <summary>HipaaJwt as above with an audit event, and with a DPoP proof in each request.</summary>
    WithProofs,
}

/// <summary>An endpoint and the requests that it receives.</summary>
/// <param name="Target">What the endpoint shows.</param>
/// <param name="Address">The address.</param>
/// <param name="Scenario">The requests.</param>
internal sealed record LoadedEndpoint(Target Target, Uri Address, Scenario Scenario);
