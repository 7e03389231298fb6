using HipaaJwt.Text;

namespace HipaaJwt.Jws;

/// <summary>Reads the header parameters needed to verify a token and rejects the parameters that are not allowed.</summary>
internal ref struct JoseHeader
{
    private enum Member
    {
        Algorithm,
        Type,
        KeyId,
        Key,
        Critical,
        NotAllowed,
    }

    /// <summary>Key and certificate sources chosen by the token, and parameters that change the meaning of the token.</summary>
    private static readonly string[] NotAllowedMembers = ["jku", "x5u", "x5c", "b64", "zip", "enc"];

    private static readonly Utf8Table<KnownMember> KnownMembers = new KnownMember[]
    {
        new("alg", Member.Algorithm),
        new("typ", Member.Type),
        new("kid", Member.KeyId),
        new("jwk", Member.Key),
        new("crit", Member.Critical),
    }.Concat(NotAllowedMembers.Select(name => new KnownMember(name, Member.NotAllowed))).ToUtf8Table(known => known.Name);

    private bool _allowsKey;
    private int _scratchUsed;

    public JwsAlgorithmRow Algorithm { get; private set; }

    /// <summary>The <c>kid</c>; empty if it is missing, because an empty value is rejected.</summary>
    public ReadOnlySpan<byte> KeyId { get; private set; }

    /// <summary>The <c>typ</c>; empty if it is missing, because an empty value is rejected.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>The <c>jwk</c> of a DPoP proof.</summary>
    public JsonValue EmbeddedKey { get; private set; }

    /// <summary>Reads the header (RFC 7515, section 4).</summary>
    /// <param name="json">The decoded header.</param>
    /// <param name="scratch">Space for the unescaped values, as long as the header.</param>
    /// <param name="header">The header. It refers to the memory of both spans.</param>
    public static JwtError Read(ReadOnlySpan<byte> json, Span<byte> scratch, out JoseHeader header)
    {
        header = default;
        return Fill(ref header, json, scratch);
    }

    /// <summary>Reads the header of a DPoP proof, which must contain its public key as <c>jwk</c> (RFC 9449, section 4.2).</summary>
    public static JwtError ReadProof(ReadOnlySpan<byte> json, Span<byte> scratch, out JoseHeader header)
    {
        header = new JoseHeader { _allowsKey = true };
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
                error = header.Apply(known.Member, known.Name, json, value, scratch);
                if (!error.IsNone)
                {
                    return error;
                }
            }
        }

        return header.Algorithm is null ? new JwtError(JwtErrorCode.AlgorithmNotSupported, "alg") : JwtError.None;
    }

    private JwtError Apply(Member member, string name, ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch)
    {
        switch (member)
        {
            case Member.Key when _allowsKey:
                EmbeddedKey = value;
                return JwtError.None;
            case Member.Key or Member.NotAllowed:
                return new JwtError(JwtErrorCode.HeaderMemberNotAllowed, name);
            case Member.Critical:
                return new JwtError(JwtErrorCode.CriticalHeaderNotSupported, name);
            default:
                var valid = TryApplyString(member, HeaderMembers.ReadString(json, value, scratch, ref _scratchUsed));
                var code = member == Member.Algorithm ? JwtErrorCode.AlgorithmNotSupported : JwtErrorCode.HeaderMemberInvalid;
                return valid ? JwtError.None : new JwtError(code, name);
        }
    }

    private bool TryApplyString(Member member, ReadOnlySpan<byte> text)
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

    private sealed record KnownMember(string Name, Member Member);
}
