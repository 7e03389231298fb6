using System.Globalization;
using System.Text;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Merkle;

public sealed class MerkleTreeTests : IDisposable
{
    private const int MaxSize = 300;

    private readonly MerkleHash _hash = new();
    private readonly byte[][] _leaves = [.. Enumerable.Range(0, MaxSize)
        .Select(index => NaiveMerkleTree.Leaf(Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture))))];

    private readonly byte[][] _roots;

    public MerkleTreeTests() =>
        _roots = [.. Enumerable.Range(0, MaxSize + 1).Select(size => NaiveMerkleTree.Root(_leaves.AsSpan(0, size)))];

    public void Dispose() => _hash.Dispose();

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Has_the_roots_of_the_vectors_of_Certificate_Transparency(int size, string root)
    {
        string[] records = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var tree = new MerkleFrontier(_hash);
        var leaf = new byte[MerkleHash.Length];
        foreach (var record in records.Take(size))
        {
            _hash.Leaf(Convert.FromHexString(record), leaf);
            tree.Append(leaf);
        }

        Convert.ToHexStringLower(tree.Root()).Should().Be(root);
    }

    [Fact]
    public void Has_the_root_of_the_definition_at_every_size()
    {
        var tree = new MerkleFrontier(_hash);
        for (var size = 0; size <= MaxSize; size++)
        {
            tree.Root().Should().Equal(_roots[size]);
            MerkleFrontier.Restore(_hash, size, tree.Roots()).Root().Should().Equal(_roots[size]);
            if (size < MaxSize)
            {
                tree.Append(_leaves[size]);
            }
        }
    }

    [Fact]
    public void Appends_runs_of_leaves_with_every_start_and_length()
    {
        for (var start = 0; start < 70; start++)
        {
            for (var end = start; end < 140; end++)
            {
                var tree = new MerkleFrontier(_hash);
                Array.ForEach(_leaves[..start], leaf => tree.Append(leaf));
                var levels = new SubtreeLevels(_hash, start, [.. _leaves[start..end].SelectMany(leaf => leaf)]);
                var middle = start + ((end - start) / 3);
                levels.AppendTo(tree, start, middle);
                tree.Root().Should().Equal(_roots[middle]);
                levels.AppendTo(tree, middle, end);
                tree.Root().Should().Equal(_roots[end]);
            }
        }
    }

    [Fact]
    public void Accepts_every_inclusion_proof_and_no_other_index_size_or_leaf()
    {
        for (var size = 1; size <= MaxSize; size += size < 40 ? 1 : 37)
        {
            for (var index = 0; index < size; index++)
            {
                var path = NaiveMerkleTree.Path(index, _leaves.AsSpan(0, size));
                MerkleProof.IsIncluded(_leaves[index], index, size, path, _roots[size]).Should().BeTrue($"{index} of {size}");
                MerkleProof.IsIncluded(_leaves[index], index + 1, size, path, _roots[size]).Should().BeFalse();
                MerkleProof.IsIncluded(_leaves[index], index - 1, size, path, _roots[size]).Should().BeFalse();
                MerkleProof.IsIncluded(_leaves[(index + 1) % MaxSize], index, size, path, _roots[size]).Should().BeFalse();
                MerkleProof.IsIncluded(_leaves[index], index, size, [.. path, _leaves[0]], _roots[size]).Should().BeFalse();
                MerkleProof.IsIncluded(_leaves[index], index, size, [.. path.Skip(1)], _roots[size]).Should().Be(false || path.Count == 0);
            }
        }
    }

    [Fact]
    public void Rejects_an_inclusion_proof_with_any_flipped_bit()
    {
        foreach (var (index, size) in new[] { (0, 2), (4, 7), (5, 8), (12, 13), (299, 300) })
        {
            var path = NaiveMerkleTree.Path(index, _leaves.AsSpan(0, size));
            foreach (var flipped in Flips(path))
            {
                MerkleProof.IsIncluded(_leaves[index], index, size, flipped, _roots[size]).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void Accepts_every_consistency_proof_and_no_other_root()
    {
        for (var size = 1; size <= MaxSize; size += size < 40 ? 1 : 29)
        {
            for (var old = 1; old <= size; old++)
            {
                var path = NaiveMerkleTree.Consistency(old, _leaves.AsSpan(0, size));
                MerkleProof.IsConsistent(old, _roots[old], size, _roots[size], path).Should().BeTrue($"{old} of {size}");
                MerkleProof.IsConsistent(old, _roots[old - 1], size, _roots[size], path).Should().BeFalse($"{old} of {size}");
                MerkleProof.IsConsistent(old, _roots[old], size, _roots[size - 1], path).Should().BeFalse($"{old} of {size}");
                MerkleProof.IsConsistent(old, _roots[old], size, _roots[size], [.. path, _leaves[0]]).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void Rejects_a_consistency_proof_with_any_flipped_bit()
    {
        foreach (var (old, size) in new[] { (1, 2), (4, 7), (6, 8), (7, 13), (128, 300), (299, 300) })
        {
            var path = NaiveMerkleTree.Consistency(old, _leaves.AsSpan(0, size));
            foreach (var flipped in Flips(path))
            {
                MerkleProof.IsConsistent(old, _roots[old], size, _roots[size], flipped).Should().BeFalse($"{old} of {size}");
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(6, 5)]
    [InlineData(-1, 5)]
    public void Rejects_a_consistency_proof_of_impossible_sizes(int old, int size) =>
        MerkleProof.IsConsistent(old, _roots[0], size, _roots[Math.Max(0, size)], []).Should().BeFalse();

    private static IEnumerable<List<byte[]>> Flips(List<byte[]> path)
    {
        for (var bit = 0; bit < path.Count * MerkleHash.Length * 8; bit++)
        {
            List<byte[]> copy = [.. path.Select(hash => (byte[])hash.Clone())];
            copy[bit / 256][bit % 256 / 8] ^= (byte)(1 << (bit % 8));
            yield return copy;
        }
    }
}
