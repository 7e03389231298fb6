using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Permissions;
using HipaaJwt.Policy;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Validation;

/// <summary>
/// Validates a token of its own on another thread while the application builds its host. The code is compiled and the cryptography is
/// loaded when the first request needs them. It changes nothing that the application can observe.
/// </summary>
internal static class StartWarmup
{
    private const string Name = "warmup";

    /// <summary>Starts the work and returns at once. With one processor the work would only delay the host.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "An exception would end the process. The next use of the code throws it too.")]
    public static void Begin()
    {
        if (Environment.ProcessorCount == 1)
        {
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static _ =>
            {
                try
                {
                    Run();
                }
                catch (Exception)
                {
                    // The start of the host or the first validation fails with the same cause, and reports it.
                }
            },
            null);
    }

    /// <summary>Creates a key and a token, and validates the token.</summary>
    /// <returns>Whether the token was accepted.</returns>
    internal static bool Run()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new HipaaJwtOptions
        {
            Issuers =
            {
                new TrustedIssuer
                {
                    Issuer = Name,
                    Audiences = { Name },
                    Algorithms = { JwsAlgorithm.ES256 },
                    SigningKeys = { new ECDsaSecurityKey(key) },
                },
            },
        };
        var permissions = new PermissionMapBuilder().Role(Name).Grants(Name).Build();
        var builder = new ValidationPolicyBuilder(Name, [], hasTokenUseChecks: false, permissions);
        return builder.TryBuild(options, out var policy, out _)
            && SerializedTokenValidator.Validate(
                TokenOf(key), new ValidationSnapshot(policy, [], new LeakedKeys()), DateTimeOffset.UnixEpoch).Token is not null;
    }

    private static string TokenOf(ECDsa key)
    {
        var content = $"{Encode("""{"alg":"ES256","typ":"at+jwt"}""")}.{Encode(
            $$"""{"iss":"{{Name}}","aud":"{{Name}}","sub":"{{Name}}","jti":"{{Name}}","roles":["{{Name}}"],"iat":0,"exp":60}""")}";
        return $"{content}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
