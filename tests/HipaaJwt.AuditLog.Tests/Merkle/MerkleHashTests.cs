using System.Security.Cryptography;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Tests.Merkle;

/// <summary>The direct path to OpenSSL and the platform's own hash give what RFC 6962 defines.</summary>
public sealed class MerkleHashTests
{
    public static TheoryData<int> Lengths => [0, 1, 55, 56, 63, 64, 65, 600, 1_022, 1_023, 1_024, 1_025, 16_384, 40_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_leaf_is_the_hash_of_a_zero_and_the_record(int length)
    {
        var record = RandomNumberGenerator.GetBytes(length);
        var expected = SHA256.HashData([0, .. record]);

        foreach (var hash in Hashes())
        {
            using (hash)
            {
                // A second hash must not contain the first one.
                for (var repetition = 0; repetition < 2; repetition++)
                {
                    var actual = new byte[MerkleHash.Length];
                    hash.Leaf(record, actual);
                    actual.Should().Equal(expected);
                }
            }
        }
    }

    [Fact]
    public void A_node_is_the_hash_of_a_one_and_both_children()
    {
        var (left, right) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        foreach (var hash in Hashes())
        {
            using (hash)
            {
                var actual = right.ToArray();
                hash.Node(left, actual, actual);
                actual.Should().Equal(SHA256.HashData([1, .. left, .. right]));
            }
        }
    }

    [Fact]
    public void A_destination_that_is_too_short_is_rejected()
    {
        using var hash = new MerkleHash();
        hash.Invoking(target => target.Leaf("record"u8, new byte[31])).Should().Throw<ArgumentException>();
    }

    private static IEnumerable<MerkleHash> Hashes() => [new MerkleHash(), new MerkleHash(context: null)];
}
