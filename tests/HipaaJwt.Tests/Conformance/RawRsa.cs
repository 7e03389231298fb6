using System.Numerics;
using System.Security.Cryptography;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Errors of a PKCS#1 v1.5 block that a lenient implementation may accept.</summary>
public enum Pkcs1Flaw
{
    FirstByteNotZero,
    BlockTypeTwo,
    BlockTypeZero,
    PaddingNotOnes,
    ShortPaddingAndTrailingBytes,
    NoSeparator,
    NoHashIdentifier,
    IdentifierOfSha512,
    IdentifierWithoutNull,
    HashOneByteShort,
}

/// <summary>Creates RSA signatures (RFC 8017, sections 8 and 9) whose encoding can contain errors.</summary>
public static class RawRsa
{
    private static readonly byte[] Sha256Prefix = Convert.FromHexString("3031300D060960864801650304020105000420");
    private static readonly byte[] Sha512Prefix = Convert.FromHexString("3031300D060960864801650304020305000420");
    private static readonly byte[] Sha256PrefixWithoutNull = Convert.FromHexString("302F300B06096086480165030402010420");

    public static BigInteger Modulus(RSA key) => Number(key.ExportParameters(false).Modulus!);

    public static byte[] SignPkcs1(RSA key, byte[] data, Pkcs1Flaw? flaw)
    {
        var hash = SHA256.HashData(data);
        var prefix = flaw switch
        {
            Pkcs1Flaw.NoHashIdentifier => [],
            Pkcs1Flaw.IdentifierOfSha512 => Sha512Prefix,
            Pkcs1Flaw.IdentifierWithoutNull => Sha256PrefixWithoutNull,
            _ => Sha256Prefix,
        };
        byte[] content = [.. prefix, .. flaw == Pkcs1Flaw.HashOneByteShort ? hash[..^1] : hash];
        byte[] trailing = flaw == Pkcs1Flaw.ShortPaddingAndTrailingBytes ? new byte[100] : [];
        var length = (key.KeySize / 8) - content.Length - trailing.Length - 3;
        byte[] padding = [.. Enumerable.Repeat((byte)(flaw == Pkcs1Flaw.PaddingNotOnes ? 0xFE : 0xFF), length)];
        byte type = flaw switch
        {
            Pkcs1Flaw.BlockTypeTwo => 2,
            Pkcs1Flaw.BlockTypeZero => 0,
            _ => 1,
        };
        var first = (byte)(flaw == Pkcs1Flaw.FirstByteNotZero ? 1 : 0);
        var separator = (byte)(flaw == Pkcs1Flaw.NoSeparator ? 0xFF : 0);
        return PrivateKeyOperation(key, [first, type, .. padding, separator, .. content, .. trailing]);
    }

    public static byte[] SignPss(RSA key, byte[] data, int saltLength, HashAlgorithmName maskHash)
    {
        var length = key.KeySize / 8;
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        var hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(data), .. salt]);
        byte[] block = [.. new byte[length - saltLength - hash.Length - 2], 1, .. salt];
        var mask = Mask(hash, block.Length, maskHash);
        for (var i = 0; i < block.Length; i++)
        {
            block[i] ^= mask[i];
        }

        block[0] &= 0x7F;
        return PrivateKeyOperation(key, [.. block, .. hash, 0xBC]);
    }

    private static byte[] Mask(byte[] seed, int length, HashAlgorithmName hash)
    {
        IEnumerable<byte> mask = [];
        for (byte counter = 0; mask.Count() < length; counter++)
        {
            mask = [.. mask, .. CryptographicOperations.HashData(hash, [.. seed, 0, 0, 0, counter])];
        }

        return [.. mask.Take(length)];
    }

    private static byte[] PrivateKeyOperation(RSA key, byte[] block)
    {
        var secret = key.ExportParameters(true);
        var result = BigInteger.ModPow(Number(block), Number(secret.D!), Number(secret.Modulus!));
        var digits = result.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[block.Length - digits.Length], .. digits];
    }

    private static BigInteger Number(byte[] digits) => new(digits, isUnsigned: true, isBigEndian: true);
}
