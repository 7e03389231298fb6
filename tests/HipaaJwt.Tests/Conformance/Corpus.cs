using System.Text;

namespace HipaaJwt.Tests.Conformance;

/// <summary>The cases of one theme, found by name.</summary>
public sealed class Corpus
{
    private readonly Dictionary<string, Construction> _constructions;

    public Corpus(params IEnumerable<Construction>[] themes) => _constructions = themes.SelectMany(theme => theme).ToDictionary(one => one.Name, StringComparer.Ordinal);

    public int Count => _constructions.Count;

    public IEnumerable<Construction> All => _constructions.Values;

    public TheoryData<string> Names => [.. _constructions.Keys];

    /// <summary>Asks for the verdict twice as bytes and once as a string: each must be the expected one.</summary>
    public async Task ExpectAsync(string name, Workshop workshop)
    {
        var one = _constructions[name];
        var token = one.Build(workshop);

        var asBytes = await workshop.Host.Validator.ValidateAsync(token);
        var again = await workshop.Host.Validator.ValidateAsync(token);
        var asText = await workshop.Host.Validator.ValidateAsync(Encoding.UTF8.GetString(token));

        asBytes.Error.Code.Should().Be(one.Expected, "that is the verdict on \"{0}\"", name);
        again.Error.Should().Be(asBytes.Error);
        asText.Error.Should().Be(asBytes.Error);
        asBytes.IsValid.Should().Be(one.Expected == JwtErrorCode.None);
    }
}
