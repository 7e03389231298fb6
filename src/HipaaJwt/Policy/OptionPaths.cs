using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Policy;

/// <summary>Finds the path of an option of one instance of <see cref="HipaaJwtOptions"/>: in a bound section or in code.</summary>
internal sealed class OptionPaths
{
    private readonly HipaaJwtOptions _options;
    private readonly OptionPath _code;

    public OptionPaths(HipaaJwtOptions options, string trust)
    {
        _options = options;
        _code = OptionPath.InCode(trust == Options.DefaultName ? nameof(HipaaJwtOptions) : $"{nameof(HipaaJwtOptions)}(\"{trust}\")");
    }

    /// <summary>Gets the path of an option that has a value.</summary>
    /// <param name="names">The names from the root to the option.</param>
    public OptionPath Of(params ReadOnlySpan<string> names)
    {
        foreach (var section in _options.Sections)
        {
            if (Find(section, names).Exists())
            {
                return Append(Root(section), names);
            }
        }

        return Append(_code, names);
    }

    /// <summary>Gets the path at which to add a missing option: in the bound section if there is one.</summary>
    /// <param name="names">The names from the root to the option.</param>
    public OptionPath OfMissing(params ReadOnlySpan<string> names) =>
        Append(_options.Sections is [var section, ..] ? Root(section) : _code, names);

    /// <summary>Gets the path of a decryption key.</summary>
    public OptionPath OfDecryptionKey(int index)
    {
        var decryption = _options.Decryption;
        return decryption.Keys[index] is { } key && decryption.ConfigurationPaths.TryGetValue(key, out var path)
            ? OptionPath.InConfiguration(path)
            : Append(_code, ["Decryption", "Keys"]).Item(index);
    }

    /// <summary>Gets the path of a signing key of an issuer.</summary>
    public OptionPath OfSigningKey(int issuer, int index) => OfSigningKey(_options.Issuers[issuer], OfIssuer(issuer), index);

    /// <inheritdoc cref="OfSigningKey(int, int)"/>
    public static OptionPath OfSigningKey(TrustedIssuer issuer, OptionPath issuerPath, int index) =>
        issuer.SigningKeys[index] is { } key && issuer.KeyPaths.TryGetValue(key, out var path)
            ? OptionPath.InConfiguration(path)
            : issuerPath.Member(nameof(issuer.SigningKeys)).Item(index);

    /// <summary>Gets the path of an issuer.</summary>
    public OptionPath OfIssuer(int index) => _options.Issuers[index]?.ConfigurationPath is { } path
        ? OptionPath.InConfiguration(path)
        : _code.Member(nameof(HipaaJwtOptions.Issuers)).Item(index);

    private static OptionPath Root(IConfiguration section) =>
        OptionPath.InConfiguration(section is IConfigurationSection { Path: var path } ? path : string.Empty);

    private static IConfigurationSection Find(IConfiguration section, ReadOnlySpan<string> names)
    {
        var found = section.GetSection(names[0]);
        foreach (var name in names[1..])
        {
            found = found.GetSection(name);
        }

        return found;
    }

    private static OptionPath Append(OptionPath path, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            path = path.Member(name);
        }

        return path;
    }
}
