using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Jws;

/// <summary>A context of OpenSSL must decide as the platform does, for any signature and in any order.</summary>
public sealed class OpenSslRsaContextTests
{
    private static readonly JwsAlgorithm[] RsaAlgorithms =
        [JwsAlgorithm.RS256, JwsAlgorithm.RS384, JwsAlgorithm.RS512, JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512];

    public OpenSslRsaContextTests() => OpenSsl.SkipUnlessVersion3();

    [Theory]
    [InlineData(2048)]
    [InlineData(2056)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Decides_as_the_platform_does(int bits)
    {
        using var signer = RSA.Create(bits);
        var random = new Random(bits);
        foreach (var algorithm in RsaAlgorithms.Select(Algorithms.Find))
        {
            using var context = OpenSslRsaContext.TryCreate(signer, algorithm)!;
            for (var i = 0; i < 10; i++)
            {
                var hash = new byte[algorithm.HashBytes];
                random.NextBytes(hash);
                var signatures = Signatures(signer, algorithm, hash, random).ToList();

                var accepted = signatures.ConvertAll(signature => context.Verify(hash, signature));

                accepted.Should().Equal(signatures.ConvertAll(
                    signature => signer.VerifyHash(hash, signature, algorithm.Hash, algorithm.Padding!)));
                accepted.Should().ContainSingle(isAccepted => isAccepted, "only the first signature is right");
            }
        }
    }

    [Theory]
    [InlineData(JwsAlgorithm.PS256, 31)]
    [InlineData(JwsAlgorithm.PS256, 33)]
    [InlineData(JwsAlgorithm.PS512, 0)]
    [InlineData(JwsAlgorithm.PS512, 63)]
    public void Rejects_a_salt_that_is_not_as_long_as_the_hash(JwsAlgorithm id, int saltLength)
    {
        var algorithm = Algorithms.Find(id);
        using var signer = RSA.Create(2048);
        using var context = OpenSslRsaContext.TryCreate(signer, algorithm)!;
        var hash = new byte[algorithm.HashBytes];

        context.Verify(hash, PssSigner.SignHash(signer, hash, algorithm.Hash, algorithm.HashBytes)).Should().BeTrue();
        context.Verify(hash, PssSigner.SignHash(signer, hash, algorithm.Hash, saltLength)).Should().BeFalse();
    }

    [Theory]
    [InlineData(JwsAlgorithm.RS256)]
    [InlineData(JwsAlgorithm.PS256)]
    public void Leaves_no_error_for_other_code_of_the_thread(JwsAlgorithm id)
    {
        var algorithm = Algorithms.Find(id);
        using var signer = RSA.Create(2048);
        using var context = OpenSslRsaContext.TryCreate(signer, algorithm)!;
        var hash = new byte[algorithm.HashBytes];
        ClearErrors();

        context.Verify(hash, signer.SignHash(hash, algorithm.Hash, algorithm.Padding!)).Should().BeTrue();
        PeekError().Should().Be(0);

        context.Verify(hash, new byte[256]).Should().BeFalse();
        PeekError().Should().Be(0);
    }

    [Fact]
    public void Each_thread_gets_the_right_answers()
    {
        var algorithm = Algorithms.Find(JwsAlgorithm.RS256);
        using var signer = RSA.Create(2048);
        var verifier = new RsaVerifier(algorithm, signer.ExportParameters(false));
        var tokens = Enumerable.Range(0, 64).Select(i => new byte[] { (byte)i }).ToArray();
        var signatures = tokens.Select(token => signer.SignData(token, algorithm.Hash, algorithm.Padding!)).ToArray();
        var wrong = 0;

        Parallel.For(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var isRight = verifier.Verify(tokens[i % 64], signatures[i % 64]) && !verifier.Verify(tokens[i % 64], signatures[(i + 1) % 64]);
            Interlocked.Add(ref wrong, isRight ? 0 : 1);
        });

        wrong.Should().Be(0);
    }

    /// <summary>A right signature, and others that an attacker could try.</summary>
    private static IEnumerable<byte[]> Signatures(RSA signer, JwsAlgorithmRow algorithm, byte[] hash, Random random)
    {
        var right = signer.SignHash(hash, algorithm.Hash, algorithm.Padding!);
        yield return right;

        var changed = (byte[])right.Clone();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        yield return changed;

        var otherHash = (byte[])hash.Clone();
        otherHash[random.Next(otherHash.Length)] ^= 1;
        yield return signer.SignHash(otherHash, algorithm.Hash, algorithm.Padding!);

        var otherPadding = algorithm.Padding == RSASignaturePadding.Pss ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss;
        yield return signer.SignHash(hash, algorithm.Hash, otherPadding);

        // The smallest and the largest numbers, and the right one in another representation of the same residue, where it fits.
        yield return new byte[right.Length];
        yield return [.. new byte[right.Length - 1], 1];
        yield return [.. Enumerable.Repeat(byte.MaxValue, right.Length)];
        var modulus = signer.ExportParameters(false).Modulus!;
        yield return modulus;
        var congruent = Number(right) + Number(modulus);
        if (congruent.GetByteCount(isUnsigned: true) == right.Length)
        {
            yield return congruent.ToByteArray(isUnsigned: true, isBigEndian: true);
        }

        // Another length than that of the modulus, which RFC 8017 forbids.
        yield return [0, .. right];
        yield return right[..^1];
        yield return [];
    }

    private static BigInteger Number(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    // The generator of LibraryImport needs unsafe code, which is off.
#pragma warning disable SYSLIB1054
    [DllImport("libcrypto.so.3", EntryPoint = "ERR_peek_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint PeekError();

    [DllImport("libcrypto.so.3", EntryPoint = "ERR_clear_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void ClearErrors();
#pragma warning restore SYSLIB1054
}
