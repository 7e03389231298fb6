using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using CsCheck;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class EcdsaSignatureTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(66)]
    public void Writes_the_same_DER_as_the_platform(int coordinateBytes) =>
        Gen.Select(Coordinate(coordinateBytes), Coordinate(coordinateBytes)).Sample(
            (r, s) => WriteDer([.. r, .. s]).Should().Equal(WritePlatformDer(r, s)),
            iter: 3_000);

    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(66)]
    public void Writes_boundary_numbers_correctly(int coordinateBytes)
    {
        byte[][] numbers =
        [
            new byte[coordinateBytes],
            [.. new byte[coordinateBytes - 1], 1],
            [.. new byte[coordinateBytes - 1], 0x80],
            [.. Enumerable.Repeat((byte)0xFF, coordinateBytes)],
        ];

        foreach (var r in numbers)
        {
            foreach (var s in numbers)
            {
                WriteDer([.. r, .. s]).Should().Equal(WritePlatformDer(r, s));
            }
        }
    }

    /// <summary>Both integers together have 127 bytes, the maximum for one length byte, or 128 bytes.</summary>
    [Theory]
    [InlineData(57)]
    [InlineData(58)]
    public void Uses_a_second_length_byte_above_127_bytes(int significantBytesOfS)
    {
        byte[] r = [.. Enumerable.Repeat((byte)1, 66)];
        byte[] s = [.. new byte[66 - significantBytesOfS], .. Enumerable.Repeat((byte)1, significantBytesOfS)];

        WriteDer([.. r, .. s]).Should().Equal(WritePlatformDer(r, s));
    }

    [Fact]
    public void The_longest_DER_has_the_maximum_length() =>
        WriteDer([.. Enumerable.Repeat((byte)0xFF, 132)]).Length.Should().Be(EcdsaSignature.MaxDerLength);

    [Fact]
    public void The_platform_verifies_a_converted_signature()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var hash = SHA512.HashData("data"u8);
        for (var i = 0; i < 20; i++)
        {
            var der = WriteDer(key.SignHash(hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

            key.VerifyHash(hash, der, DSASignatureFormat.Rfc3279DerSequence).Should().BeTrue();
        }
    }

    /// <summary>Numbers with up to four leading zero bytes, and with the highest bit set or not.</summary>
    private static Gen<byte[]> Coordinate(int length) => Gen.Select(Gen.Byte.Array[length], Gen.Int[0, 4], (bytes, zeros) =>
    {
        bytes.AsSpan(0, zeros).Clear();
        return bytes;
    });

    private static byte[] WriteDer(byte[] signature)
    {
        // The previous contents of the destination must not affect the result.
        Span<byte> der = stackalloc byte[EcdsaSignature.MaxDerLength];
        der.Fill(0xEE);
        return der[..EcdsaSignature.WriteDer(signature, der)].ToArray();
    }

    private static byte[] WritePlatformDer(byte[] r, byte[] s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(r, isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(s, isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
