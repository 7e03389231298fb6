using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Encryption;
using HipaaJwt.Policy;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Checks that the library accepts the header of an encrypted token exactly if the rules allow it. It must decrypt a token that is
/// encrypted for the known key, and reject all others.
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
            CheckRaw(Encoding.Latin1.GetString(input));
            return;
        }

        var header = end == 0 ? Bytes.Of(JweSeeds.Good) : input[..end].ToArray();
        var error = JweHeader.Read(header, new byte[header.Length], out _);
        if (error.Code == JwtErrorCode.HeaderTooComplex)
        {
            Require.That(JsonOracle.IsComplex(header, MaxMembers), "only a deep or wide header is too complex");
            return;
        }

        var expected = JweOracle.Read(header);
        Require.Equal(error.IsNone, expected is not null, $"a header is accepted exactly if the rules allow it ({error})");
        CheckEncrypted(header, input[(end + 1)..].ToArray(), expected);
    }

    /// <summary>A fuzzer cannot find an authentication tag, so the library must reject every token that it writes.</summary>
    private void CheckRaw(string token)
    {
        if (CompactJwe.Parse(token, out var jwe) == JwtErrorCode.None)
        {
            var error = _decryptor.Decrypt(Bytes.Of(token), jwe, new byte[jwe.CiphertextLength], out _);
            Require.That(!error.IsNone, "a token without a valid authentication tag is rejected");
        }
    }

    private void CheckEncrypted(byte[] header, byte[] plaintext, JweOracle? expected)
    {
        var (encoded, ciphertext, tag) = (Base64Oracle.Encode(header), new byte[plaintext.Length], new byte[16]);
        using (var aes = new AesGcm(Secret, tag.Length))
        {
            aes.Encrypt(new byte[12], plaintext, ciphertext, tag, Bytes.Of(encoded));
        }

        var token = $"{encoded}..AAAAAAAAAAAAAAAA.{Base64Oracle.Encode(ciphertext)}.{Base64Oracle.Encode(tag)}";
        var isToken = CompactJwe.Parse(token, out var jwe) == JwtErrorCode.None;
        Require.Equal(isToken, header.Length > 0 && plaintext.Length > 0, "five segments are a token, and only the key may be empty");
        if (!isToken)
        {
            return;
        }

        var decrypted = new byte[jwe.CiphertextLength];
        var error = _decryptor.Decrypt(Bytes.Of(token), jwe, decrypted, out var length);
        var isForKnownKey = expected is { Algorithm: "dir", Encryption: "A256GCM", KeyId: null or "k1" };
        Require.Equal(error.IsNone, isForKnownKey, $"exactly the tokens for the known key are decrypted ({error})");
        Require.That(!error.IsNone || decrypted.AsSpan(0, length).SequenceEqual(plaintext), "the plaintext is correct");
    }

    private static TokenDecryptor CreateDecryptor()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new HipaaJwtOptions
        {
            Decryption =
            {
                Keys = { new SymmetricSecurityKey(Secret) { KeyId = "k1" }, new ECDsaSecurityKey(curve) { KeyId = "ec" } },
                KeyManagementAlgorithms = { JweAlgorithm.Direct, JweAlgorithm.EcdhEs },
                ContentEncryptionAlgorithms = { JweEncryption.A256Gcm, JweEncryption.A128CbcHs256 },
            },
        };
        return TokenDecryptorBuilder.Build(options, new OptionPaths(options, string.Empty), new OptionProblems())
            ?? throw new InvalidOperationException("The decryptor has no keys.");
    }
}
