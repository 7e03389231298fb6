using HipaaJwt.TokenIssuer.Clients;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>A request of a client that has authenticated, or has identified itself if it is public.</summary>
internal sealed record EndpointCall(HttpContext Http, TokenForm Form, RegisteredClient Client)
{
    public override string ToString() => nameof(EndpointCall);
}
