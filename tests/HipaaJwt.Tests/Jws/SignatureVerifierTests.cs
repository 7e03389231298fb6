using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class SignatureVerifierTests
{
    [Fact]
    public void A_signature_that_the_platform_throws_at_is_not_verified() =>
        new ThrowingVerifier(signatureLength: 4).Verify("data"u8, new byte[4]).Should().BeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_signature_of_another_length_never_reaches_the_platform(int length)
    {
        var verifier = new ThrowingVerifier(signatureLength: 4);

        verifier.Verify("data"u8, new byte[length]).Should().BeFalse();

        verifier.WasAsked.Should().BeFalse();
    }

    [Fact]
    public void A_key_and_its_hash_end_together()
    {
        var key = new DisposableKey();
        var hashing = new HashingKey<DisposableKey>(key, HashAlgorithmName.SHA256);
        hashing.Hash("data"u8, new byte[32]).SequenceEqual(SHA256.HashData("data"u8)).Should().BeTrue();
        hashing.Hash("more"u8, new byte[32]).SequenceEqual(SHA256.HashData("more"u8)).Should().BeTrue("nothing of the call before is left");

        hashing.Dispose();

        key.IsDisposed.Should().BeTrue();
        hashing.Invoking(it => it.Hash([], new byte[32]).Length).Should().Throw<ObjectDisposedException>();
    }

    private sealed class ThrowingVerifier(int signatureLength) : SignatureVerifier(JwsAlgorithms.All[0], signatureLength)
    {
        public bool WasAsked { get; private set; }

        protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
        {
            WasAsked = true;
            throw new CryptographicException("not today");
        }
    }

    private sealed class DisposableKey : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
