using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>A token before it is signed. Its signature covers the changed header and claims.</summary>
internal sealed class Draft
{
    public Draft(TrustedKey key, List<(string Name, string Value)> header, List<(string Name, string Value)> claims)
    {
        Key = key;
        Header = header;
        Claims = claims;
    }

    public TrustedKey Key { get; set; }

    public List<(string Name, string Value)> Header { get; }

    public List<(string Name, string Value)> Claims { get; }

    /// <summary>Whitespace between the tokens of the JSON texts.</summary>
    public string Whitespace { get; set; } = string.Empty;

    public Func<byte[], byte[]> HeaderBytes { get; set; } = bytes => bytes;

    public Func<byte[], byte[]> ClaimsBytes { get; set; } = bytes => bytes;

    public Func<string, string> HeaderSegment { get; set; } = segment => segment;

    public Func<string, string> ClaimsSegment { get; set; } = segment => segment;

    public Func<byte[], byte[]> Signature { get; set; } = bytes => bytes;

    public Func<string, string> Whole { get; set; } = token => token;

    /// <summary>Whether the signature is valid.</summary>
    public bool HasValidSignature { get; set; } = true;

    public byte[] Write()
    {
        var header = HeaderSegment(RawToken.Base64(HeaderBytes(Json(Header))));
        var claims = ClaimsSegment(RawToken.Base64(ClaimsBytes(Json(Claims))));
        var input = header + "." + claims;
        var signature = Signature(Key.Sign(Encoding.UTF8.GetBytes(input)));
        return Encoding.UTF8.GetBytes(Whole(input + "." + RawToken.Base64(signature)));
    }

    private byte[] Json(List<(string Name, string Value)> members)
    {
        var texts = members.Select(member => $"{Whitespace}\"{member.Name}\"{Whitespace}:{Whitespace}{member.Value}{Whitespace}");
        return Encoding.UTF8.GetBytes(Whitespace + "{" + string.Join(',', texts) + "}" + Whitespace);
    }
}
