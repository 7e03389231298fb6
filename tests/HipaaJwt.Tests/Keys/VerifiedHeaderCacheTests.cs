using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.Keys;

namespace HipaaJwt.Tests.Keys;

public sealed class VerifiedHeaderCacheTests
{
    private static readonly SignatureVerifier Verifier = new HmacVerifier(JwsAlgorithms.All[0], new byte[32]);

    private readonly VerifiedHeaderCache _known = new();

    [Fact]
    public void Nothing_is_known_at_first() => Find("header").Should().BeNull();

    [Fact]
    public void What_was_added_is_found_with_its_key_and_verifier_and_nothing_else_is()
    {
        var key = Add("header");

        Find("header").Should().BeSameAs(key);
        Find("headeR").Should().BeNull();
        Find("heade").Should().BeNull();
        Find("header1").Should().BeNull();
        Find("").Should().BeNull();
    }

    [Fact]
    public void Sixteen_are_known_and_the_next_one_takes_the_place_of_the_oldest()
    {
        var keys = Enumerable.Range(0, 16).Select(number => Add($"header-{number}")).ToList();
        Enumerable.Range(0, 16).Select(number => Find($"header-{number}")).Should().Equal(keys);

        var next = Add("next");

        Find("header-0").Should().BeNull();
        Find("next").Should().BeSameAs(next);
        Enumerable.Range(1, 15).Select(number => Find($"header-{number}")).Should().Equal(keys.Skip(1));
    }

    private VerificationKey Add(string header)
    {
        var key = new VerificationKey(header, issuer: null!, PinnedKeySource.Instance, []);
        _known.Add(Encoding.ASCII.GetBytes(header), key, Verifier);
        return key;
    }

    private VerificationKey? Find(string header)
    {
        var found = _known.TryFind(Encoding.ASCII.GetBytes(header), out var key, out var verifier);
        found.Should().Be(key is not null);
        verifier.Should().BeSameAs(found ? Verifier : null);
        return key;
    }
}
