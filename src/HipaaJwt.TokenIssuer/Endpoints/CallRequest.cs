namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Creates the requests to the issuer from a request to an endpoint.</summary>
internal static class CallRequest
{
    public static RefreshRequest Create(
        EndpointCall call, string refreshToken, IReadOnlyList<string>? scopes = null, IReadOnlyList<TokenBinding>? proofs = null) => new()
        {
            RefreshToken = refreshToken,
            ClientId = call.Client.Id,
            Scopes = scopes ?? [],
            Proofs = proofs ?? [],
            RemoteAddress = call.Http.Connection.RemoteIpAddress,
            RequestId = call.Http.TraceIdentifier,
        };
}
