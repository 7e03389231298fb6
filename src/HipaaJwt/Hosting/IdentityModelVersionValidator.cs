using System.Reflection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Hosting;

/// <summary>
/// Rejects different versions of the Microsoft.IdentityModel packages at start. At run time they would fail with errors that do not
/// name the cause, such as IDX10500. Packages that only token handlers need are compared only if such a handler is loaded. Otherwise the
/// check would have to load them, which makes the start longer.
/// </summary>
internal sealed class IdentityModelVersionValidator : IValidateOptions<HipaaJwtOptions>
{
    private static readonly string[] PackagesOfKeys =
    [
        "Microsoft.IdentityModel.Abstractions",
        "Microsoft.IdentityModel.Logging",
        "Microsoft.IdentityModel.Tokens",
    ];

    private static readonly string[] PackagesOfHandlers =
    [
        "Microsoft.IdentityModel.JsonWebTokens",
        "Microsoft.IdentityModel.Protocols",
        "Microsoft.IdentityModel.Protocols.OpenIdConnect",
        "System.IdentityModel.Tokens.Jwt",
    ];

    private static readonly string[] AssembliesWithHandlers =
    [
        "Microsoft.AspNetCore.Authentication.JwtBearer",
        "Microsoft.AspNetCore.Authentication.OpenIdConnect",
        "Microsoft.AspNetCore.Authentication.WsFederation",
        .. PackagesOfHandlers,
    ];

    private readonly IEnumerable<AssemblyName> _assemblies;

    public IdentityModelVersionValidator()
        : this(PackagesFor(LoadedAssemblies).Select(Find).OfType<AssemblyName>())
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

    private static IEnumerable<string?> LoadedAssemblies =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name);

    /// <summary>Gets the packages to compare.</summary>
    /// <param name="loaded">The names of the assemblies that the process has loaded.</param>
    internal static IEnumerable<string> PackagesFor(IEnumerable<string?> loaded) =>
        loaded.Intersect(AssembliesWithHandlers, StringComparer.Ordinal).Any() ? PackagesOfKeys.Concat(PackagesOfHandlers) : PackagesOfKeys;

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
