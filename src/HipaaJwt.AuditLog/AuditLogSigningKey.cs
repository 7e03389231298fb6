using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HipaaJwt.AuditLog.Keys;

namespace HipaaJwt;

/// <summary>The private key that signs the checkpoints of an audit log: ECDSA with P-256. Thread-safe.</summary>
public sealed class AuditLogSigningKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly byte[] _publicKey;
    private readonly Lock _lock = new();

    private AuditLogSigningKey(ECDsa key)
    {
        _key = key;
        _publicKey = key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The public key as SubjectPublicKeyInfo, in DER.</summary>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>The first four bytes of the SHA-256 hash of <see cref="PublicKey"/>, in hexadecimal digits.</summary>
    public string KeyId => Convert.ToHexStringLower(NoteSignature.KeyIdOf(_publicKey));

    /// <summary>The public key for everyone who verifies. It has no name, so it verifies every stream.</summary>
    public AuditLogVerifierKey VerifierKey => new(null, _publicKey);

    /// <summary>Creates a key from random data of the operating system.</summary>
    /// <returns>The key.</returns>
    public static AuditLogSigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a private key in PEM (PKCS#8, <c>BEGIN PRIVATE KEY</c>).</summary>
    /// <param name="pem">The text.</param>
    /// <param name="key">The key.</param>
    /// <returns>False if the text is not a private key on P-256.</returns>
    public static bool TryParsePem([NotNullWhen(true)] string? pem, [NotNullWhen(true)] out AuditLogSigningKey? key)
    {
        key = null;
        if (pem is null || !PemEncoding.TryFind(pem, out var fields) || !pem.AsSpan()[fields.Label].SequenceEqual("PRIVATE KEY"))
        {
            return false;
        }

#pragma warning disable CA2000 // The key owns it, or it is disposed below.
        var ecdsa = ECDsa.Create();
#pragma warning restore CA2000
        try
        {
            ecdsa.ImportPkcs8PrivateKey(Convert.FromBase64String(pem[fields.Base64Data]), out _);
            var candidate = new AuditLogSigningKey(ecdsa);
            key = NoteSignature.IsPublicKey(candidate._publicKey) ? candidate : null;
        }
        catch (CryptographicException)
        {
            // The text is not a private key.
        }

        if (key is null)
        {
            ecdsa.Dispose();
        }

        return key is not null;
    }

    /// <summary>Formats the private key in PEM (PKCS#8). Store it in a file that only the service can read.</summary>
    /// <returns>The text.</returns>
    public string ToPem()
    {
        lock (_lock)
        {
            return _key.ExportPkcs8PrivateKeyPem() + "\n";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Formats the key identifier.</summary>
    /// <returns>A text without secrets.</returns>
    public override string ToString() => $"Audit log signing key {KeyId}";

    /// <summary>Signs a checkpoint of a stream.</summary>
    internal AuditLogCheckpoint Sign(string origin, long size, byte[] root) =>
        AuditLogCheckpoint.Sign(origin, size, root, NoteSignature.KeyIdOf(_publicKey), Sign);

    private byte[] Sign(string text)
    {
        lock (_lock)
        {
            return NoteSignature.Sign(_key, text);
        }
    }
}
