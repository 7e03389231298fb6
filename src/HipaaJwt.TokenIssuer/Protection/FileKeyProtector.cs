using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.TokenIssuer.Protection;

/// <summary>Encrypts with AES-256-GCM and a key in a file that only the user of the process can read. It serves one host.</summary>
internal sealed class FileKeyProtector : IKeyProtector
{
    private const byte Version = 1;
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    private readonly byte[] _key;

    /// <param name="path">The file. It is created if it does not exist.</param>
    /// <exception cref="InvalidOperationException">The file is not usable. The message contains the remedy.</exception>
    public FileKeyProtector(string path) => _key = ReadOrCreate(path);

    public byte[] Protect(string purpose, ReadOnlySpan<byte> data)
    {
        var result = new byte[HeadLength + data.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, data, result.AsSpan(HeadLength), result.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    public byte[] Unprotect(string purpose, ReadOnlySpan<byte> data)
    {
        if (data.Length < HeadLength || data[0] != Version)
        {
            throw new CryptographicException("The data was not encrypted with a key file.");
        }

        var result = new byte[data.Length - HeadLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(
            data.Slice(1, NonceLength),
            data[HeadLength..],
            data.Slice(1 + NonceLength, TagLength),
            result,
            Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    private static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new InvalidOperationException(
                "The key file of AddKeyFile can be read or written by other users. Change its mode to 0600.");
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyLength ? key : throw new InvalidOperationException(
            $"The key file of AddKeyFile does not have {KeyLength} bytes. Restore it. Without it, the stored keys are lost.");
    }

    /// <summary>
    /// Another process may create the file at the same time. A complete file is moved to its place, and the first one stays.
    /// </summary>
    private static void Create(string path)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeyLength));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
