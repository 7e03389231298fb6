using System.Reflection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Hosting;

/// <summary>
/// Rejects different versions of the Microsoft.IdentityModel packages at start. At run time they would fail with errors that do not
/// name the cause, such as IDX10500.
/// </summary>
internal sealed class IdentityModelVersionValidator : IValidateOptions<HipaaJwtOptions>
{
    private static readonly string[] Packages =
    [
        "Microsoft.IdentityModel.Abstractions",
        "Microsoft.IdentityModel.JsonWebTokens",
        "Microsoft.IdentityModel.Logging",
        "Microsoft.IdentityModel.Protocols",
        "Microsoft.IdentityModel.Protocols.OpenIdConnect",
        "Microsoft.IdentityModel.Tokens",
        "System.IdentityModel.Tokens.Jwt",
    ];

    private readonly IEnumerable<AssemblyName> _assemblies;

    public IdentityModelVersionValidator()
        : this(Packages.Select(Find).OfType<AssemblyName>())
    {
    }

    internal IdentityModelVersionValidator(IEnumerable<AssemblyName> assemblies) => _assemblies = assemblies;

    public ValidateOptionsResult Validate(string? name, HipaaJwtOptions options)
    {
        var assemblies = _assemblies.ToArray();
        if (assemblies.Select(assembly => assembly.Version).Distinct().Count() <= 1)
        {
            return ValidateOptionsResult.Success;
        }

        var list = string.Join(", ", assemblies.Select(assembly => $"{assembly.Name} {assembly.Version}"));
        return ValidateOptionsResult.Fail(
            $"The Microsoft.IdentityModel packages have different versions: {list}. "
            + "Reference all of them in the newest of these versions.");
    }

    private static AssemblyName? Find(string package)
    {
        try
        {
            return Assembly.Load(new AssemblyName(package)).GetName();
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }
}
