using HipaaJwt.Text;

namespace HipaaJwt.Jws;

/// <summary>What the JOSE Header says of how to verify the token, once everything it must not say has been refused.</summary>
internal ref struct JoseHeader
{
    private enum Member
    {
        Algorithm,
        Type,
        KeyId,
        Key,
        Critical,
        Refused,
    }

    /// <summary>Addresses of keys and certificates from whoever wrote the token, and members that change what the token is.</summary>
    private static readonly string[] RefusedMembers = ["jku", "x5u", "x5c", "b64", "zip", "enc"];

    private static readonly Utf8Table<(Member Member, string Name)> KnownMembers = new(
    [
        KeyValuePair.Create("alg", (Member.Algorithm, "alg")),
        KeyValuePair.Create("typ", (Member.Type, "typ")),
        KeyValuePair.Create("kid", (Member.KeyId, "kid")),
        KeyValuePair.Create("jwk", (Member.Key, "jwk")),
        KeyValuePair.Create("crit", (Member.Critical, "crit")),
        .. RefusedMembers.Select(name => KeyValuePair.Create(name, (Member.Refused, name))),
    ]);

    private bool _mayHoldKey;
    private int _scratchUsed;

    public JwsAlgorithmRow Algorithm { get; private set; }

    /// <summary>The <c>kid</c>; empty where there is none, for an empty one is refused.</summary>
    public ReadOnlySpan<byte> KeyId { get; private set; }

    /// <summary>The <c>typ</c>; empty where there is none, for an empty one is refused.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>The <c>jwk</c> of a DPoP proof.</summary>
    public JsonValue EmbeddedKey { get; private set; }

    /// <summary>Reads the header (RFC 7515, section 4).</summary>
    /// <param name="json">The decoded header.</param>
    /// <param name="scratch">Room for the values without escapes: as long as the header.</param>
    /// <param name="header">The header, over the memory of both.</param>
    public static JwtError Read(ReadOnlySpan<byte> json, Span<byte> scratch, out JoseHeader header)
    {
        header = default;
        return Fill(ref header, json, scratch);
    }

    /// <summary>Reads the header of a DPoP proof, the one kind of token that brings its key with it (RFC 9449, section 4.2).</summary>
    public static JwtError ReadProof(ReadOnlySpan<byte> json, Span<byte> scratch, out JoseHeader header)
    {
        header = new JoseHeader { _mayHoldKey = true };
        return Fill(ref header, json, scratch);
    }

    private static JwtError Fill(ref JoseHeader header, ReadOnlySpan<byte> json, Span<byte> scratch)
    {
        using var index = new JsonMemberBuffer(stackalloc JsonMember[HeaderMembers.Max], stackalloc uint[HeaderMembers.Max]);
        var error = HeaderMembers.Read(json, index, out var members);
        if (!error.IsNone)
        {
            return error;
        }

        foreach (var (name, value) in members.Members)
        {
            if (KnownMembers.TryGetValue(json, name, out var known))
            {
                error = header.Take(known.Member, known.Name, json, value, scratch);
                if (!error.IsNone)
                {
                    return error;
                }
            }
        }

        return header.Algorithm is null ? new JwtError(JwtErrorCode.AlgorithmNotSupported, "alg") : JwtError.None;
    }

    private JwtError Take(Member member, string name, ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch)
    {
        switch (member)
        {
            case Member.Key when _mayHoldKey:
                EmbeddedKey = value;
                return JwtError.None;
            case Member.Key or Member.Refused:
                return new JwtError(JwtErrorCode.HeaderMemberNotAllowed, name);
            case Member.Critical:
                return new JwtError(JwtErrorCode.CriticalHeaderNotSupported, name);
            default:
                var known = TryTakeText(member, HeaderMembers.Text(json, value, scratch, ref _scratchUsed));
                return known ? JwtError.None
                    : new JwtError(member == Member.Algorithm ? JwtErrorCode.AlgorithmNotSupported : JwtErrorCode.HeaderMemberInvalid, name);
        }
    }

    private bool TryTakeText(Member member, ReadOnlySpan<byte> text)
    {
        switch (member)
        {
            case Member.Algorithm:
                var found = JwsAlgorithms.TryFind(text, out var algorithm);
                Algorithm = algorithm!;
                return found;
            case Member.KeyId:
                KeyId = text;
                return IdentifierText.IsValid(text);
            default:
                Type = text;
                return IdentifierText.IsValid(text);
        }
    }
}
