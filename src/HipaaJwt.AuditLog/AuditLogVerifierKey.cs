using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.AuditLog.Keys;

namespace HipaaJwt;

/// <summary>
/// A public key that verifies checkpoints of an audit log: ECDSA with P-256 and SHA-256 (C2SP signed-note, signature type 2). Immutable
/// and thread-safe.
/// </summary>
public sealed class AuditLogVerifierKey
{
    private readonly byte[] _publicKey;

    internal AuditLogVerifierKey(string? name, byte[] publicKey)
    {
        Name = name;
        _publicKey = publicKey;
    }

    /// <summary>The name of the stream that the key belongs to.</summary>
    /// <value>Null if the key verifies every stream.</value>
    public string? Name { get; }

    /// <summary>The public key as SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), in DER.</summary>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>The first four bytes of the SHA-256 hash of <see cref="PublicKey"/>, in hexadecimal digits.</summary>
    public string KeyId => Convert.ToHexStringLower(NoteSignature.KeyIdOf(_publicKey));

    /// <summary>Reads a verifier key: <c>name+keyid+base64</c>.</summary>
    /// <param name="text">
    /// The text, for example the contents of the file <c>vkey</c> of a stream. Surrounding white space is ignored.
    /// </param>
    /// <param name="key">The key.</param>
    /// <returns>False if the text is not a verifier key for ECDSA with P-256.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AuditLogVerifierKey? key)
    {
        key = null;
        var parts = text?.Trim().Split('+', 3);
        if (parts is not { Length: 3 } || !NoteSignature.IsName(parts[0]) || !Base64Text.TryDecode(parts[2], out var encoded)
            || encoded.Length < 2 || encoded[0] != NoteSignature.EcdsaType || !NoteSignature.IsPublicKey(encoded.AsSpan(1)))
        {
            return false;
        }

        var parsed = new AuditLogVerifierKey(parts[0], encoded[1..]);
        key = parsed.KeyId == parts[1] ? parsed : null;
        return key is not null;
    }

    /// <summary>Reads a public key in PEM (<c>BEGIN PUBLIC KEY</c>). The key verifies every stream.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="key">The key.</param>
    /// <returns>False if the text is not a public key on P-256.</returns>
    public static bool TryParsePem([NotNullWhen(true)] string? pem, [NotNullWhen(true)] out AuditLogVerifierKey? key)
    {
        key = null;
        if (pem is null || !PemEncoding.TryFind(pem, out var fields) || !pem.AsSpan()[fields.Label].SequenceEqual("PUBLIC KEY"))
        {
            return false;
        }

        var encoded = Convert.FromBase64String(pem[fields.Base64Data]);
        key = NoteSignature.IsPublicKey(encoded) ? new AuditLogVerifierKey(null, encoded) : null;
        return key is not null;
    }

    /// <summary>Checks the signature of a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>True if one of its signatures is by this key in the name of its origin.</returns>
    /// <exception cref="ArgumentNullException">The checkpoint is null.</exception>
    public bool Verifies(AuditLogCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        using var key = NoteSignature.Import(_publicKey, out _);
        return (Name is null || Name == checkpoint.Origin) && checkpoint.IsSignedBy(NoteSignature.KeyIdOf(_publicKey), key);
    }

    /// <summary>Formats the key for a stream.</summary>
    /// <param name="name">The name of the stream.</param>
    /// <returns>The text <c>name+keyid+base64</c>.</returns>
    public string ToString(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}+{KeyId}+{Convert.ToBase64String([NoteSignature.EcdsaType, .. _publicKey])}");

    /// <summary>Formats the key.</summary>
    /// <returns>The verifier key, or the public key in PEM if it has no name.</returns>
    public override string ToString() => Name is null ? PemEncoding.WriteString("PUBLIC KEY", _publicKey) : ToString(Name);
}
