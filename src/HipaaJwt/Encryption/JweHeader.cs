using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>
/// What the JWE Protected Header says of how to decrypt the token, once everything it must not say has been refused. Nothing
/// in it is secret, so its faults are told apart; nothing has been computed for it yet.
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
        EphemeralKey,
        PartyU,
        PartyV,
        Critical,
        Refused,
    }

    /// <summary>
    /// Keys and addresses of keys from whoever wrote the token; compression, by which a small token becomes a large one; and the
    /// salt and count of PBES2, by which a token would choose how long we compute.
    /// </summary>
    private static readonly string[] RefusedMembers = ["jwk", "jku", "x5u", "x5c", "zip", "p2c", "p2s", "b64"];

    private static readonly Utf8Table<(Member Member, string Name)> KnownMembers = new(
    [
        KeyValuePair.Create("alg", (Member.Algorithm, "alg")),
        KeyValuePair.Create("enc", (Member.Encryption, "enc")),
        KeyValuePair.Create("kid", (Member.KeyId, "kid")),
        KeyValuePair.Create("typ", (Member.Type, "typ")),
        KeyValuePair.Create("cty", (Member.ContentType, "cty")),
        KeyValuePair.Create("epk", (Member.EphemeralKey, "epk")),
        KeyValuePair.Create("apu", (Member.PartyU, "apu")),
        KeyValuePair.Create("apv", (Member.PartyV, "apv")),
        KeyValuePair.Create("crit", (Member.Critical, "crit")),
        .. RefusedMembers.Select(name => KeyValuePair.Create(name, (Member.Refused, name))),
    ]);

    private int _scratchUsed;

    public JweAlgorithmRow Algorithm { get; private set; }

    public JweEncryptionRow Encryption { get; private set; }

    /// <summary>The <c>kid</c>; empty where there is none, for an empty one is refused.</summary>
    public ReadOnlySpan<byte> KeyId { get; private set; }

    /// <summary>The <c>epk</c> as JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> EphemeralKey { get; private set; }

    /// <summary>The <c>apu</c>, in canonical base64url; empty where there is none.</summary>
    public ReadOnlySpan<byte> PartyU { get; private set; }

    /// <summary>The <c>apv</c>, in canonical base64url; empty where there is none.</summary>
    public ReadOnlySpan<byte> PartyV { get; private set; }

    /// <summary>Reads the header (RFC 7516, section 4).</summary>
    /// <param name="json">The decoded header.</param>
    /// <param name="scratch">Room for the values without escapes: as long as the header.</param>
    /// <param name="header">The header, over the memory of both.</param>
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
                error = header.Take(known.Member, known.Name, json, value, scratch);
                if (!error.IsNone)
                {
                    return error;
                }
            }
        }

        return header.CheckTogether();
    }

    private JwtError Take(Member member, string name, ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch)
    {
        switch (member)
        {
            case Member.Refused:
                return new JwtError(JwtErrorCode.HeaderMemberNotAllowed, name);
            case Member.Critical:
                return new JwtError(JwtErrorCode.CriticalHeaderNotSupported, name);
            case Member.EphemeralKey:
                EphemeralKey = value.RawIn(json);
                return value.Kind == JsonKind.Object ? JwtError.None : new JwtError(JwtErrorCode.HeaderMemberInvalid, name);
            default:
                var known = TryTakeText(member, HeaderMembers.Text(json, value, scratch, ref _scratchUsed));
                return known ? JwtError.None : new JwtError(IsAlgorithm(member) ? JwtErrorCode.AlgorithmNotSupported : JwtErrorCode.HeaderMemberInvalid, name);
        }
    }

    private bool TryTakeText(Member member, ReadOnlySpan<byte> text)
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

    /// <summary>What is for the agreement of keys alone must be there for it and for nothing else.</summary>
    private readonly JwtError CheckTogether()
    {
        if (Algorithm is null || Encryption is null)
        {
            return new JwtError(JwtErrorCode.AlgorithmNotSupported, Algorithm is null ? "alg" : "enc");
        }

        if (Algorithm.Kind == KeyManagement.EcdhEs)
        {
            return EphemeralKey.IsEmpty ? new JwtError(JwtErrorCode.HeaderMemberInvalid, "epk") : JwtError.None;
        }

        var stray = !EphemeralKey.IsEmpty ? "epk" : !PartyU.IsEmpty ? "apu" : !PartyV.IsEmpty ? "apv" : null;
        return stray is null ? JwtError.None : new JwtError(JwtErrorCode.HeaderMemberNotAllowed, stray);
    }

    private static bool IsAlgorithm(Member member) => member is Member.Algorithm or Member.Encryption;

    /// <summary>RFC 7519, section 5.2. Whoever leaves it out loses nothing: what is inside must be a signed token in any case.</summary>
    private static bool IsJwt(ReadOnlySpan<byte> contentType) =>
        Ascii.EqualsIgnoreCase(contentType, "JWT") || Ascii.EqualsIgnoreCase(contentType, "application/JWT");
}
