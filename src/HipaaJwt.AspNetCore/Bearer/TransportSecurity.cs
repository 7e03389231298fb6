using System.Net;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Tells whether others could have listened on the way of a request.</summary>
internal static class TransportSecurity
{
    /// <summary>Over TLS, or from this machine: servers in memory and Unix sockets have no remote address.</summary>
    public static bool IsProtected(HttpContext context) =>
        context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } address || IsLoopback(address);

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
