using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace HipaaJwt.Tests.Support;

/// <summary>A configuration section of paths and values, which tests can change and reload.</summary>
public sealed class Section
{
    private readonly MemoryConfigurationProvider _provider;
    private readonly ConfigurationRoot _root;

    public Section(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var data = values.Select(value => KeyValuePair.Create("HipaaJwt:" + value.Key, value.Value));
        _provider = new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = data });
        _root = new ConfigurationRoot([_provider]);
    }

    /// <summary>The configuration that contains the section.</summary>
    public IConfiguration Root => _root;

    public IConfigurationSection Configuration => _root.GetSection("HipaaJwt");

    public static Section Trusting(TestIssuer issuer, params (string Path, string? Value)[] further)
    {
        var jwk = Jwk.Of(issuer.Key);
        Dictionary<string, string?> values = new()
        {
            ["Issuers:0:Issuer"] = TestIssuer.Name,
            ["Issuers:0:Audiences:0"] = TestIssuer.Audience,
            ["Issuers:0:Algorithms:0"] = "ES256",
        };
        foreach (var member in jwk)
        {
            values["Issuers:0:SigningKeys:0:" + member.Key] = member.Value!.GetValue<string>();
        }

        foreach (var (path, value) in further)
        {
            values[path] = value;
        }

        return new Section(values);
    }

    public void Set(string path, string? value) => _provider.Set("HipaaJwt:" + path, value);

    public void Reload() => _root.Reload();
}
