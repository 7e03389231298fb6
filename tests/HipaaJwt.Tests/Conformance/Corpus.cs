using System.Text;

namespace HipaaJwt.Tests.Conformance;

/// <summary>The cases of one topic, by name.</summary>
public sealed class Corpus
{
    private readonly Dictionary<string, TokenCase> _cases;

    public Corpus(params IEnumerable<TokenCase>[] topics) =>
        _cases = topics.SelectMany(topic => topic).ToDictionary(tokenCase => tokenCase.Name, StringComparer.Ordinal);

    public int Count => _cases.Count;

    public IEnumerable<TokenCase> All => _cases.Values;

    public TheoryData<string> Names => [.. _cases.Keys];

    /// <summary>Validates the token twice as bytes and once as a string. Each result must be the expected one.</summary>
    public async Task ExpectAsync(string name, TokenFixture fixture)
    {
        var tokenCase = _cases[name];
        var token = tokenCase.Build(fixture);

        var asBytes = await fixture.Host.Validator.ValidateAsync(token);
        var again = await fixture.Host.Validator.ValidateAsync(token);
        var asString = await fixture.Host.Validator.ValidateAsync(Encoding.UTF8.GetString(token));

        asBytes.Error.Code.Should().Be(tokenCase.Expected, "the case is \"{0}\"", name);
        again.Error.Should().Be(asBytes.Error);
        asString.Error.Should().Be(asBytes.Error);
        asBytes.IsValid.Should().Be(tokenCase.Expected == JwtErrorCode.None);
    }
}
