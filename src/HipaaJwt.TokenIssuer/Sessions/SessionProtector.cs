using System.Security.Cryptography;

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>Encrypts the data of sessions. The session is part of the purpose, so data cannot be moved to another session.</summary>
internal sealed class SessionProtector
{
    private const string Purpose = "session";

    private readonly IKeyProtector _protector;

    public SessionProtector(IKeyProtector protector) => _protector = protector;

    public byte[] Protect(Guid session, SessionData data)
    {
        var json = SessionDataJson.Write(data);
        var bound = new byte[16 + json.Length];
        session.TryWriteBytes(bound, bigEndian: true, out _);
        json.CopyTo(bound, 16);
        return _protector.Protect(Purpose, bound);
    }

    /// <returns>Null if the data cannot be decrypted or belongs to another session.</returns>
    public SessionData? Unprotect(StoredSession session)
    {
        try
        {
            ReadOnlySpan<byte> bound = _protector.Unprotect(Purpose, session.Data.Span);
            return bound.Length > 16 && new Guid(bound[..16], bigEndian: true) == session.Id ? SessionDataJson.Read(bound[16..]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
