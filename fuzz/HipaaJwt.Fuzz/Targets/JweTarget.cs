using System.Security.Cryptography;
using HipaaJwt.Encryption;
using HipaaJwt.Policy;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// A header of an encrypted token is accepted exactly where the rules allow it; what was encrypted for us under a good one
/// comes out as it went in; and anything else is refused.
/// </summary>
internal sealed class JweTarget : FuzzTarget
{
    private const int MaxMembers = 32;

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private readonly TokenDecryptor _decryptor = CreateDecryptor();

    public override IEnumerable<byte[]> Seeds => JweSeeds.Inputs;

    public override void Check(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)0);
        if (end < 0)
        {
            CheckRaw(System.Text.Encoding.Latin1.GetString(input));
            return;
        }

        var header = end == 0 ? Bytes.Of(JweSeeds.Good) : input[..end].ToArray();
        var error = JweHeader.Read(header, new byte[header.Length], out _);
        if (error.Code == JwtErrorCode.HeaderTooComplex)
        {
            Require.That(JsonOracle.IsComplex(header, MaxMembers), "only what is deep or wide is too complex");
            return;
        }

        var expected = JweOracle.Read(header);
        Require.Equal(error.IsNone, expected is not null, $"a header is accepted where the rules allow it ({error})");
        CheckSealed(header, input[(end + 1)..].ToArray(), expected);
    }

    /// <summary>No fuzzer finds a tag, so what it writes itself is never opened.</summary>
    private void CheckRaw(string token)
    {
        if (CompactJwe.Parse(token, out var jwe) == JwtErrorCode.None)
        {
            Require.That(!_decryptor.Decrypt(Bytes.Of(token), jwe, new byte[jwe.CiphertextLength], out _).IsNone, "a tag cannot be guessed");
        }
    }

    private void CheckSealed(byte[] header, byte[] plaintext, JweOracle? expected)
    {
        var (encoded, ciphertext, tag) = (Base64Oracle.Encode(header), new byte[plaintext.Length], new byte[16]);
        using (var aes = new AesGcm(Secret, tag.Length))
        {
            aes.Encrypt(new byte[12], plaintext, ciphertext, tag, Bytes.Of(encoded));
        }

        var token = $"{encoded}..AAAAAAAAAAAAAAAA.{Base64Oracle.Encode(ciphertext)}.{Base64Oracle.Encode(tag)}";
        var isToken = CompactJwe.Parse(token, out var jwe) == JwtErrorCode.None;
        Require.Equal(isToken, header.Length > 0 && plaintext.Length > 0, "five segments of which only the key may be empty are a token");
        if (!isToken)
        {
            return;
        }

        var opened = new byte[jwe.CiphertextLength];
        var error = _decryptor.Decrypt(Bytes.Of(token), jwe, opened, out var length);
        Require.Equal(error.IsNone, expected is { Algorithm: "dir", Encryption: "A256GCM", KeyId: null or "k1" }, $"what is for us is opened, and nothing else ({error})");
        Require.That(!error.IsNone || opened.AsSpan(0, length).SequenceEqual(plaintext), "what comes out went in");
    }

    private static TokenDecryptor CreateDecryptor()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new HipaaJwtOptions
        {
            Decryption =
            {
                Keys = { new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(Secret) { KeyId = "k1" }, new Microsoft.IdentityModel.Tokens.ECDsaSecurityKey(curve) { KeyId = "ec" } },
                KeyManagementAlgorithms = { JweAlgorithm.Direct, JweAlgorithm.EcdhEs },
                ContentEncryptionAlgorithms = { JweEncryption.A256Gcm, JweEncryption.A128CbcHs256 },
            },
        };
        return TokenDecryptorBuilder.Build(options, new OptionPaths(options, string.Empty), new OptionProblems()) ?? throw new InvalidOperationException("There are keys.");
    }
}
