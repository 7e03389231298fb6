using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>A mistake that people make in the options, and what the message must say.</summary>
/// <param name="Name">The mistake.</param>
/// <param name="Settings">
/// What changes in a valid configuration: <c>path=value</c> below the section HipaaJwt, <c>/path=value</c> below the root, and
/// <c>-path</c> for what is removed.
/// </param>
public sealed record WrongSetting(string Name, params string[] Settings)
{
    /// <summary>The essential parts of the message: the path, the problem and the remedy.</summary>
    public required string[] Says { get; init; }

    /// <summary>What the table shows instead of the settings.</summary>
    public string? Shown { get; init; }

    /// <summary>The section that the application passes to AddHipaaJwt; an empty one is the whole configuration.</summary>
    public string Section { get; init; } = "HipaaJwt";

    public string Environment { get; init; } = Environments.Production;

    /// <summary>The response of the issuer to the requests for metadata and keys, by path. The settings name the issuer as {idp}.</summary>
    public Func<string, string, (int Status, string Body)>? Answer { get; init; }

    /// <summary>Changes the claims of a token that is validated after the start.</summary>
    public Action<JsonObject>? Token { get; init; }

    public override string ToString() => Name;

    /// <summary>The configuration with the mistake.</summary>
    public Dictionary<string, string?> ToConfiguration(TestIssuer issuer, string address)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase)
        {
            ["HipaaJwt:Issuers:0:Issuer"] = TestIssuer.Name,
            ["HipaaJwt:Issuers:0:Audiences:0"] = TestIssuer.Audience,
            ["HipaaJwt:Issuers:0:Algorithms:0"] = "ES256",
        };
        foreach (var member in Jwk.Of(issuer.Key))
        {
            values["HipaaJwt:Issuers:0:SigningKeys:0:" + member.Key] = member.Value!.GetValue<string>();
        }

        foreach (var setting in Settings)
        {
            var (path, value) = setting.Split('=', 2) is [var name, var text] ? (name, text) : (setting, null);
            if (value is null)
            {
                var removed = "HipaaJwt" + (path == "-" ? string.Empty : ":" + path[1..]);
                foreach (var key in values.Keys.Where(key => (key + ":").StartsWith(removed + ":", StringComparison.Ordinal)).ToArray())
                {
                    values.Remove(key);
                }
            }
            else
            {
                values[path.StartsWith('/') ? path[1..] : "HipaaJwt:" + path] = value.Replace("{idp}", address, StringComparison.Ordinal);
            }
        }

        return values;
    }
}
