using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.Keys;

namespace HipaaJwt.Tests.Keys;

public sealed class VerifiedHeaderCacheTests
{
    private static readonly SignatureVerifier Verifier = new HmacVerifier(JwsAlgorithms.All[0], new byte[32]);

    private readonly VerifiedHeaderCache _cache = new();

    [Fact]
    public void Finds_nothing_at_first() => Find("header").Should().BeNull();

    [Fact]
    public void Finds_an_added_header_and_no_other()
    {
        var key = Add("header");

        Find("header").Should().BeSameAs(key);
        Find("headeR").Should().BeNull();
        Find("heade").Should().BeNull();
        Find("header1").Should().BeNull();
        Find("").Should().BeNull();
    }

    [Fact]
    public void Holds_16_headers_and_replaces_the_oldest()
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
        _cache.Add(Encoding.ASCII.GetBytes(header), key, Verifier);
        return key;
    }

    private VerificationKey? Find(string header)
    {
        var found = _cache.TryFind(Encoding.ASCII.GetBytes(header), out var key, out var verifier);
        found.Should().Be(key is not null);
        verifier.Should().BeSameAs(found ? Verifier : null);
        return key;
    }
}
