using System.Net;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Checks whether the transport protects the token of a request from eavesdropping.</summary>
internal static class TransportSecurity
{
    /// <summary>Returns true for TLS and for this machine. In-memory servers and Unix sockets have no remote address.</summary>
    public static bool IsProtected(HttpContext context) =>
        context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } address || IsLoopback(address);

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
