using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.SigningKeys;

/// <summary>Reads files with private keys of audit logs.</summary>
internal static class SigningKeyFile
{
    public static Found<AuditLogSigningKey> Read(string path)
    {
        if (!TextFiles.Read(path, "the key file").Is(out var pem, out var failure))
        {
            return failure;
        }

        return AuditLogSigningKey.TryParsePem(pem, out var key)
            ? key
            : Failure.NotFound($"the key file {path} does not contain a private key on P-256 in PEM (PKCS#8, BEGIN PRIVATE KEY).");
    }
}
