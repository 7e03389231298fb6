using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>
/// Reads the header parameters needed to decrypt a token and rejects those that are not allowed. The header is not secret and is
/// read before any decryption, so its errors are specific.
/// </summary>
internal ref struct JweHeader
{
    private enum Member
    {
        Algorithm,
        Encryption,
        KeyId,
        Type,
        ContentType,
        Claim,
        Audience,
        EphemeralKey,
        PartyU,
        PartyV,
        Critical,
        NotAllowed,
    }

    /// <summary>
    /// Keys and key sources chosen by the token, compression, and the parameters of PBES2. Compression can turn a small token into a
    /// large one. With PBES2 a token could choose the cost of its validation.
    /// </summary>
    private static readonly string[] NotAllowedMembers = ["jwk", "jku", "x5u", "x5c", "zip", "p2c", "p2s", "b64"];

    private static readonly Utf8Table<KnownMember> KnownMembers = new KnownMember[]
    {
        new("alg", Member.Algorithm),
        new("enc", Member.Encryption),
        new("kid", Member.KeyId),
        new("typ", Member.Type),
        new("cty", Member.ContentType),
        new("iss", Member.Claim),
        new("sub", Member.Claim),
        new("aud", Member.Audience),
        new("epk", Member.EphemeralKey),
        new("apu", Member.PartyU),
        new("apv", Member.PartyV),
        new("crit", Member.Critical),
    }.Concat(NotAllowedMembers.Select(name => new KnownMember(name, Member.NotAllowed))).ToUtf8Table(known => known.Name);

    private int _scratchUsed;

    public JweAlgorithmRow Algorithm { get; private set; }

    public JweEncryptionRow Encryption { get; private set; }

    /// <summary>The <c>kid</c>; empty if it is missing, because an empty value is rejected.</summary>
    public ReadOnlySpan<byte> KeyId { get; private set; }

    /// <summary>The <c>epk</c> as JSON; empty if it is missing.</summary>
    public ReadOnlySpan<byte> EphemeralKey { get; private set; }

    /// <summary>The <c>apu</c> in canonical base64url; empty if it is missing.</summary>
    public ReadOnlySpan<byte> PartyU { get; private set; }

    /// <summary>The <c>apv</c> in canonical base64url; empty if it is missing.</summary>
    public ReadOnlySpan<byte> PartyV { get; private set; }

    /// <summary>Reads the header (RFC 7516, section 4).</summary>
    /// <param name="json">The decoded header.</param>
    /// <param name="scratch">Space for the unescaped values, as long as the header.</param>
    /// <param name="header">The header. It refers to the memory of both spans.</param>
    public static JwtError Read(ReadOnlySpan<byte> json, Span<byte> scratch, out JweHeader header)
    {
        header = default;
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

        return header.CheckCombination();
    }

    private JwtError Apply(Member member, string name, ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch)
    {
        switch (member)
        {
            case Member.NotAllowed:
                return new JwtError(JwtErrorCode.HeaderMemberNotAllowed, name);
            case Member.Critical:
                return new JwtError(JwtErrorCode.CriticalHeaderNotSupported, name);
            case Member.EphemeralKey:
                EphemeralKey = value.RawIn(json);
                return value.Kind == JsonKind.Object ? JwtError.None : new JwtError(JwtErrorCode.HeaderMemberInvalid, name);
            case Member.Audience:
                return IdentifierText.IsOneOrMore(json, value) ? JwtError.None : new JwtError(JwtErrorCode.HeaderMemberInvalid, name);
            default:
                var valid = TryApplyString(member, HeaderMembers.ReadString(json, value, scratch, ref _scratchUsed));
                var code = IsAlgorithm(member) ? JwtErrorCode.AlgorithmNotSupported : JwtErrorCode.HeaderMemberInvalid;
                return valid ? JwtError.None : new JwtError(code, name);
        }
    }

    private bool TryApplyString(Member member, ReadOnlySpan<byte> text)
    {
        switch (member)
        {
            case Member.Algorithm:
                var found = JweAlgorithms.TryFind(text, out var algorithm);
                Algorithm = algorithm!;
                return found;
            case Member.Encryption:
                found = JweEncryptions.TryFind(text, out var encryption);
                Encryption = encryption!;
                return found;
            case Member.PartyU:
                PartyU = text;
                return !text.IsEmpty && StrictBase64Url.IsValid(text);
            case Member.PartyV:
                PartyV = text;
                return !text.IsEmpty && StrictBase64Url.IsValid(text);
            case Member.ContentType:
                return IsJwt(text);
            case Member.KeyId:
                KeyId = text;
                return IdentifierText.IsValid(text);
            default:
                return IdentifierText.IsValid(text);
        }
    }

    /// <summary>Requires <c>epk</c> for key agreement, and rejects <c>epk</c>, <c>apu</c> and <c>apv</c> without it.</summary>
    private readonly JwtError CheckCombination()
    {
        if (Algorithm is null || Encryption is null)
        {
            return new JwtError(JwtErrorCode.AlgorithmNotSupported, Algorithm is null ? "alg" : "enc");
        }

        if (Algorithm.Kind == KeyManagement.EcdhEs)
        {
            return EphemeralKey.IsEmpty ? new JwtError(JwtErrorCode.HeaderMemberInvalid, "epk") : JwtError.None;
        }

        var unexpected = !EphemeralKey.IsEmpty ? "epk" : !PartyU.IsEmpty ? "apu" : !PartyV.IsEmpty ? "apv" : null;
        return unexpected is null ? JwtError.None : new JwtError(JwtErrorCode.HeaderMemberNotAllowed, unexpected);
    }

    private static bool IsAlgorithm(Member member) => member is Member.Algorithm or Member.Encryption;

    /// <summary>
    /// Checks <c>cty</c> (RFC 7519, section 5.2; RFC 9068, section 2.1). It is optional, because the content must be a signed token
    /// anyway, and the signed header states its type.
    /// </summary>
    private static bool IsJwt(ReadOnlySpan<byte> contentType) =>
        MediaType.AreEqual(contentType, "JWT"u8) || MediaType.AreEqual(contentType, "at+jwt"u8);

    private sealed record KnownMember(string Name, Member Member);
}
