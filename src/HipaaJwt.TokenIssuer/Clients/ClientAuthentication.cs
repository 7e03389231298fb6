using HipaaJwt.TokenIssuer.Requests;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>The outcome of the authentication of a client.</summary>
/// <param name="Client">The client; with a failure, the client that the request names, or null if none is registered.</param>
/// <param name="Failure">Why the client is not authenticated; null if it is.</param>
internal readonly record struct ClientAuthentication(RegisteredClient? Client, EndpointFailure? Failure);
