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
        Critical,
        Refused,
    }

    /// <summary>Keys and addresses of keys from whoever wrote the token, and members that change what the token is.</summary>
    private static readonly string[] RefusedMembers = ["jwk", "jku", "x5u", "x5c", "b64", "zip", "enc"];

    private static readonly Utf8Table<(Member Member, string Name)> KnownMembers = new(
    [
        KeyValuePair.Create("alg", (Member.Algorithm, "alg")),
        KeyValuePair.Create("typ", (Member.Type, "typ")),
        KeyValuePair.Create("kid", (Member.KeyId, "kid")),
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
        using var index = new JsonIndex(stackalloc JsonMember[HeaderMembers.Max], stackalloc uint[HeaderMembers.Max]);
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
        if (member == Member.Refused)
        {
            if (_mayHoldKey && name == "jwk")
            {
                EmbeddedKey = value;
                return JwtError.None;
            }

            return new JwtError(JwtErrorCode.HeaderMemberNotAllowed, name);
        }

        if (member == Member.Critical)
        {
            return new JwtError(JwtErrorCode.CriticalHeaderNotSupported, name);
        }

        var text = HeaderMembers.Text(json, value, scratch, ref _scratchUsed);
        if (member == Member.Algorithm)
        {
            return TakeAlgorithm(text);
        }

        if (!IdentifierText.IsValid(text))
        {
            return new JwtError(JwtErrorCode.HeaderMemberInvalid, name);
        }

        if (member == Member.KeyId)
        {
            KeyId = text;
        }
        else
        {
            Type = text;
        }

        return JwtError.None;
    }

    private JwtError TakeAlgorithm(ReadOnlySpan<byte> name)
    {
        if (!JwsAlgorithms.TryFind(name, out var row))
        {
            return new JwtError(JwtErrorCode.AlgorithmNotSupported, "alg");
        }

        Algorithm = row;
        return JwtError.None;
    }
}
