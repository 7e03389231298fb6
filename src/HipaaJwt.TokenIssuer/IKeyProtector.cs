namespace HipaaJwt;

/// <summary>
/// Encrypts signing keys and the data of sessions at rest. By default, ASP.NET Core Data Protection does it. Implementations are
/// thread-safe.
/// </summary>
public interface IKeyProtector
{
    /// <summary>Encrypts and authenticates data.</summary>
    /// <param name="purpose">What the data is for. Data of another purpose cannot be decrypted with it.</param>
    /// <param name="data">The data.</param>
    /// <returns>The encrypted data.</returns>
    byte[] Protect(string purpose, ReadOnlySpan<byte> data);

    /// <summary>Decrypts data.</summary>
    /// <param name="purpose">The purpose with which it was encrypted.</param>
    /// <param name="data">The encrypted data.</param>
    /// <returns>The data.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The data cannot be decrypted.</exception>
    byte[] Unprotect(string purpose, ReadOnlySpan<byte> data);
}
