using System.Security.Cryptography;
using HipaaJwt.AuditLog.Keys;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>A verifier key that is ready to check many signatures. Not thread-safe.</summary>
internal sealed class CheckpointKey : IDisposable
{
    private readonly string? _name;
    private readonly byte[] _keyId;
    private readonly ECDsa _key;

    public CheckpointKey(AuditLogVerifierKey key)
    {
        _name = key.Name;
        _keyId = NoteSignature.KeyIdOf(key.PublicKey.Span);
        _key = NoteSignature.Import(key.PublicKey.Span, out _);
    }

    public bool Verifies(AuditLogCheckpoint checkpoint) =>
        (_name is null || _name == checkpoint.Origin) && checkpoint.IsSignedBy(_keyId, _key);

    public void Dispose() => _key.Dispose();
}
