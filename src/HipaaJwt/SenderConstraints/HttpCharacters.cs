using System.Buffers;

namespace HipaaJwt.SenderConstraints;

/// <summary>Which characters stand for themselves in the parts of an address (RFC 3986, sections 3.2.2 and 3.3).</summary>
internal static class HttpCharacters
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    public static readonly SearchValues<byte> Name = Of(Unreserved + SubDelimiters);

    /// <summary>Inside the brackets of an IPv6 address.</summary>
    public static readonly SearchValues<byte> Address = Of("0123456789abcdefABCDEF:.");

    public static readonly SearchValues<byte> Segment = Of(Unreserved + SubDelimiters + ":@");

    private static SearchValues<byte> Of(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
