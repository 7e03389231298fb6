using System.Buffers.Text;
using System.Security.Cryptography;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>
/// Starts a service with a scheme and writes its address to standard output. It listens until standard input is closed. It loads the
/// assemblies of its own scheme alone, so the key is given as coordinates and no type of the other scheme is used.
/// </summary>
internal static class StartCommand
{
    public const string Name = "start-service";

    private const string Algorithm = "ES256";

    /// <param name="scheme">The scheme.</param>
    /// <param name="x">The x coordinate of the issuer's key on P-256, in base64url.</param>
    /// <param name="y">The y coordinate.</param>
    /// <returns>0; 1 if an assembly of the other scheme was loaded, so that the time and the memory are not comparable.</returns>
    public static async Task<int> RunAsync(string scheme, string x, string y)
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
        });
        await using var app = ProtectedService.Build(scheme, new ECDsaSecurityKey(key) { KeyId = SigningKey.KeyId }, Algorithm);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        return AppDomain.CurrentDomain.GetAssemblies().Any(assembly => IsOfOther(scheme, assembly.GetName().Name)) ? 1 : 0;
    }

    /// <summary>Whether only the other scheme needs an assembly.</summary>
    private static bool IsOfOther(string scheme, string? assembly) => scheme == ProtectedService.Ours
        ? assembly == "Microsoft.AspNetCore.Authentication.JwtBearer"
        : assembly is "HipaaJwt" or "HipaaJwt.AspNetCore";
}
