using System.Text;
using System.Text.Json;
using HipaaJwt.Tests.Architecture;

namespace HipaaJwt.Tests.PhiClaims;

/// <summary>
/// Tokens in the forms that providers and HL7 document, half with PHI and half without. They were written without a look at the rules,
/// so they measure both kinds of errors.
/// </summary>
public sealed class PhiClaimSetTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Sets = new(Read);

    public static TheoryData<string> Names => [.. Sets.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_PHI_and_nothing_else(string name)
    {
        var set = Sets.Value[name];
        var found = new PhiClaimScanner(new PhiClaimOptions()).Scan(Encoding.UTF8.GetBytes(set.GetProperty("claims").GetRawText()));

        (found.Count > 0).Should().Be(
            set.GetProperty("phi").GetBoolean(), "{0} Found: {1}", set.GetProperty("why").GetString(), string.Join(' ', found));
    }

    private static Dictionary<string, JsonElement> Read()
    {
        var path = Path.Combine(Repository.Root, "tests", "HipaaJwt.Tests", "PhiClaims", "claim-sets.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.EnumerateArray().ToDictionary(set => set.GetProperty("name").GetString()!, set => set.Clone());
    }
}
