using System.Buffers.Binary;
using HipaaJwt.Jws;
using HipaaJwt.SenderConstraints;

namespace HipaaJwt.Tests.SenderConstraints;

public sealed class ProofKeyCacheTests
{
    private static readonly JwsAlgorithmRow Es256 = JwsAlgorithms.All.Single(row => row.Id == JwsAlgorithm.ES256);

    private readonly ProofKeyCache _cache = new();

    [Fact]
    public void A_thousand_clients_in_turn_keep_their_keys()
    {
        var random = new Random(1);
        var thumbprints = Enumerable.Range(0, 1_000).Select(_ =>
        {
            var thumbprint = new byte[32];
            random.NextBytes(thumbprint);
            return thumbprint;
        }).ToArray();
        foreach (var thumbprint in thumbprints)
        {
            _cache.Add(thumbprint, new Verifier());
        }

        thumbprints.Count(thumbprint => _cache.Find(thumbprint, Es256) is not null).Should().BeGreaterThanOrEqualTo(980);
    }

    [Fact]
    public void The_fifth_key_of_a_set_replaces_the_oldest_one()
    {
        var verifiers = Enumerable.Range(0, 5).Select(_ => new Verifier()).ToArray();
        for (byte key = 0; key < verifiers.Length; key++)
        {
            _cache.Add(Thumbprint(key), verifiers[key]);
        }

        _cache.Find(Thumbprint(0), Es256).Should().BeNull();
        for (byte key = 1; key < verifiers.Length; key++)
        {
            _cache.Find(Thumbprint(key), Es256).Should().BeSameAs(verifiers[key]);
        }
    }

    [Fact]
    public void A_key_is_not_found_for_another_algorithm()
    {
        _cache.Add(Thumbprint(0), new Verifier());

        _cache.Find(Thumbprint(0), JwsAlgorithms.All.Single(row => row.Id == JwsAlgorithm.ES384)).Should().BeNull();
    }

    /// <summary>Thumbprints of one set that differ only behind what selects the set.</summary>
    private static byte[] Thumbprint(byte key)
    {
        var thumbprint = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(thumbprint, 7);
        thumbprint[^1] = key;
        return thumbprint;
    }

    private sealed class Verifier() : SignatureVerifier(Es256, signatureLength: 64)
    {
        protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) => true;
    }
}
