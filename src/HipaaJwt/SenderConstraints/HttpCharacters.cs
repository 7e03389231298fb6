using System.Buffers;
using System.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>The characters that the parts of a URI may contain without escaping (RFC 3986 sections 3.2.2 and 3.3).</summary>
internal static class HttpCharacters
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    /// <summary>The characters of a registered name or an IPv4 address.</summary>
    public static readonly SearchValues<byte> HostName = Create(Unreserved + SubDelimiters);

    /// <summary>The characters inside the brackets of an IPv6 address.</summary>
    public static readonly SearchValues<byte> IPv6Address = Create("0123456789abcdefABCDEF:.");

    /// <summary>The characters of a path segment.</summary>
    public static readonly SearchValues<byte> PathSegment = Create(Unreserved + SubDelimiters + ":@");

    private static SearchValues<byte> Create(string characters) => SearchValues.Create(Encoding.ASCII.GetBytes(characters));
}
