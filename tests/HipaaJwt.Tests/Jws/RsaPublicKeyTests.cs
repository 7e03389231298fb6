using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Jws;

public sealed class RsaPublicKeyTests : IDisposable
{
    private static readonly byte[] Data = "data"u8.ToArray();

    private readonly RSA _signer = RSA.Create(2048);
    private readonly JwsAlgorithmRow _algorithm = Algorithms.Find(JwsAlgorithm.RS256);

    [Fact]
    public void Uses_a_context_of_OpenSSL_after_sixteen_valid_signatures()
    {
        OpenSsl.SkipUnlessVersion3();
        using var key = new RsaPublicKey(_signer.ExportParameters(false), _algorithm);

        VerifyValid(key, RsaPublicKey.SignaturesBeforeContext - 1);
        key.HasContext.Should().BeFalse();

        VerifyValid(key, 1);
        key.HasContext.Should().BeTrue();
        VerifyValid(key, 1);
        key.Verify("other"u8, Sign(Data)).Should().BeFalse();
    }

    [Fact]
    public void A_forged_signature_does_not_count()
    {
        using var key = new RsaPublicKey(_signer.ExportParameters(false), _algorithm);

        for (var i = 0; i <= RsaPublicKey.SignaturesBeforeContext; i++)
        {
            key.Verify("other"u8, Sign(Data)).Should().BeFalse();
        }

        key.HasContext.Should().BeFalse();
    }

    [Fact]
    public void Stays_with_the_platform_if_the_context_disagrees()
    {
        OpenSsl.SkipUnlessVersion3();
        using var otherSigner = RSA.Create(2048);
        var created = new List<OpenSslRsaContext?>();
        using var key = new RsaPublicKey(_signer.ExportParameters(false), _algorithm, (_, algorithm) =>
        {
            created.Add(OpenSslRsaContext.TryCreate(otherSigner, algorithm));
            return created[^1];
        });

        VerifyValid(key, 3 * RsaPublicKey.SignaturesBeforeContext);

        key.HasContext.Should().BeFalse();
        created.Should().ContainSingle().Which!.IsClosed.Should().BeTrue();
    }

    [Fact]
    public void Stays_with_the_platform_if_there_is_no_context()
    {
        var attempts = 0;
        using var key = new RsaPublicKey(_signer.ExportParameters(false), _algorithm, (_, _) =>
        {
            attempts++;
            return null;
        });

        VerifyValid(key, 3 * RsaPublicKey.SignaturesBeforeContext);

        key.HasContext.Should().BeFalse();
        attempts.Should().Be(1);
    }

    [Fact]
    public void A_verification_with_a_context_allocates_nothing()
    {
        OpenSsl.SkipUnlessVersion3();
        using var key = new RsaPublicKey(_signer.ExportParameters(false), _algorithm);
        VerifyValid(key, RsaPublicKey.SignaturesBeforeContext);
        var signature = Sign(Data);

        Allocation.Of(() => key.Verify(Data, signature)).Should().Be(0);
        Allocation.Of(() => key.Verify("other"u8, signature)).Should().Be(0);
    }

    [Fact]
    public void Dispose_disposes_the_context()
    {
        OpenSsl.SkipUnlessVersion3();
        OpenSslRsaContext? context = null;
        var key = new RsaPublicKey(
            _signer.ExportParameters(false), _algorithm, (rsa, algorithm) => context = OpenSslRsaContext.TryCreate(rsa, algorithm));
        VerifyValid(key, RsaPublicKey.SignaturesBeforeContext);

        key.Dispose();

        context!.IsClosed.Should().BeTrue();
    }

    public void Dispose() => _signer.Dispose();

    private void VerifyValid(RsaPublicKey key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            key.Verify(Data, Sign(Data)).Should().BeTrue();
        }
    }

    private byte[] Sign(byte[] data) => _signer.SignData(data, _algorithm.Hash, _algorithm.Padding!);
}
