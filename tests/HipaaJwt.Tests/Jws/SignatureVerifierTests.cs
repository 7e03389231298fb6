using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Jws;

public sealed class SignatureVerifierTests
{
    [Fact]
    public void Returns_false_if_the_platform_throws() =>
        new ThrowingVerifier(signatureLength: 4).Verify("data"u8, new byte[4]).Should().BeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void Rejects_another_signature_length_without_calling_the_platform(int length)
    {
        var verifier = new ThrowingVerifier(signatureLength: 4);

        verifier.Verify("data"u8, new byte[length]).Should().BeFalse();

        verifier.WasCalled.Should().BeFalse();
    }

    /// <summary>Finds keys that are not returned to the pool, and DER that the platform creates on the heap.</summary>
    [Theory]
    [InlineData(JwsAlgorithm.HS256)]
    [InlineData(JwsAlgorithm.ES256)]
    [InlineData(JwsAlgorithm.ES512)]
    [InlineData(JwsAlgorithm.RS256)]
    public void A_verification_allocates_nothing(JwsAlgorithm id)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The platform's own allocations are known only for OpenSSL.");
        var verifier = CreateVerifier(Algorithms.Find(id));
        var signature = new byte[verifier.SignatureLength];
        signature[^1] = 1;

        Allocation.Of(() => verifier.Verify("data"u8, signature)).Should().Be(0);
    }

    [Fact]
    public void Dispose_disposes_the_key_and_its_hash()
    {
        var key = new DisposableKey();
        var hashing = new HashingKey<DisposableKey>(key, HashAlgorithmName.SHA256);
        hashing.Hash("data"u8, new byte[32]).SequenceEqual(SHA256.HashData("data"u8)).Should().BeTrue();
        hashing.Hash("more"u8, new byte[32]).SequenceEqual(SHA256.HashData("more"u8)).Should().BeTrue("the hash is reset after each call");

        hashing.Dispose();

        key.IsDisposed.Should().BeTrue();
        hashing.Invoking(it => it.Hash([], new byte[32]).Length).Should().Throw<ObjectDisposedException>();
    }

    private static SignatureVerifier CreateVerifier(JwsAlgorithmRow algorithm)
    {
        switch (algorithm.Family)
        {
            case KeyFamily.Symmetric:
                return new HmacVerifier(algorithm, new byte[algorithm.HashBytes]);
            case KeyFamily.Rsa:
                using (var rsa = RSA.Create(2048))
                {
                    return new RsaVerifier(algorithm, rsa.ExportParameters(false));
                }

            default:
                using (var ecdsa = ECDsa.Create(algorithm.Curve == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP521))
                {
                    return new EcdsaVerifier(algorithm, ecdsa.ExportParameters(false));
                }
        }
    }

    private sealed class ThrowingVerifier(int signatureLength) : SignatureVerifier(JwsAlgorithms.All[0], signatureLength)
    {
        public bool WasCalled { get; private set; }

        protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
        {
            WasCalled = true;
            throw new CryptographicException("The platform rejects the signature.");
        }
    }

    private sealed class DisposableKey : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
