using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace HipaaJwt.Tests.Jws;

/// <summary>Signs with RSASSA-PSS and a salt of any length (RFC 8017, section 9.1.1). The platform has one length for each hash.</summary>
internal static class PssSigner
{
    public static byte[] SignHash(RSA signer, ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, int saltLength)
    {
        var key = signer.ExportParameters(true);
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        var seed = CryptographicOperations.HashData(algorithm, [.. new byte[8], .. hash, .. salt]);
        byte[] block = [.. new byte[key.Modulus!.Length - seed.Length - saltLength - 2], 1, .. salt];

        var mask = Mask(seed, block.Length, algorithm);
        for (var i = 0; i < block.Length; i++)
        {
            block[i] ^= mask[i];
        }

        block[0] &= 0x7F;
        var message = Number([.. block, .. seed, 0xBC]);
        var signature = BigInteger.ModPow(message, Number(key.D!), Number(key.Modulus)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[key.Modulus.Length - signature.Length], .. signature];
    }

    private static byte[] Mask(byte[] seed, int length, HashAlgorithmName algorithm)
    {
        var mask = new List<byte>();
        var counter = new byte[sizeof(uint)];
        for (var i = 0u; mask.Count < length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(counter, i);
            mask.AddRange(CryptographicOperations.HashData(algorithm, [.. seed, .. counter]));
        }

        return [.. mask];
    }

    private static BigInteger Number(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
