using System.Net;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Checks how a request came, before its body is read.</summary>
internal static class EndpointTransport
{
    private static readonly string[] Secrets = ["token", "refresh_token", "access_token", "client_secret", "client_assertion"];

    /// <summary>
    /// Rejects plain HTTP from another machine (RFC 6749, section 3.2), and secrets in the query, which logs contain (section 2.3.1).
    /// In-memory servers and Unix sockets have no remote address.
    /// </summary>
    public static EndpointFailure? Check(HttpContext http)
    {
        if (!http.Request.IsHttps && http.Connection.RemoteIpAddress is { } address && !IsLoopback(address))
        {
            return EndpointFailure.InvalidRequest("Use HTTPS.") with { Reason = new JwtError(JwtErrorCode.TransportNotSecure) };
        }

        return Secrets.Any(http.Request.Query.ContainsKey)
            ? EndpointFailure.InvalidRequest("Send parameters in the body.") with { Reason = new JwtError(JwtErrorCode.TokenInQuery) }
            : null;
    }

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
