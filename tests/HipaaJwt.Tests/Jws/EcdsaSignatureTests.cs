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
    public void The_der_is_what_the_platform_would_write(int coordinateBytes) =>
        Gen.Select(Coordinate(coordinateBytes), Coordinate(coordinateBytes)).Sample(
            (r, s) => WriteDer([.. r, .. s]).Should().Equal(ByThePlatform(r, s)),
            iter: 3_000);

    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(66)]
    public void Zero_one_and_the_largest_number_are_written_right(int coordinateBytes)
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
                WriteDer([.. r, .. s]).Should().Equal(ByThePlatform(r, s));
            }
        }
    }

    /// <summary>The two numbers fill 127 bytes, headers included, which is the most that one length byte can tell; and one more.</summary>
    [Theory]
    [InlineData(57)]
    [InlineData(58)]
    public void A_length_takes_a_second_byte_exactly_where_it_must(int significantBytesOfS)
    {
        byte[] r = [.. Enumerable.Repeat((byte)1, 66)];
        byte[] s = [.. new byte[66 - significantBytesOfS], .. Enumerable.Repeat((byte)1, significantBytesOfS)];

        WriteDer([.. r, .. s]).Should().Equal(ByThePlatform(r, s));
    }

    [Fact]
    public void The_longest_der_is_as_long_as_the_constant_says() =>
        WriteDer([.. Enumerable.Repeat((byte)0xFF, 132)]).Length.Should().Be(EcdsaSignature.MaxDerLength);

    [Fact]
    public void The_platform_verifies_a_signature_that_was_turned_to_der()
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
        // What is there already must not show through.
        Span<byte> der = stackalloc byte[EcdsaSignature.MaxDerLength];
        der.Fill(0xEE);
        return der[..EcdsaSignature.WriteDer(signature, der)].ToArray();
    }

    private static byte[] ByThePlatform(byte[] r, byte[] s)
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
