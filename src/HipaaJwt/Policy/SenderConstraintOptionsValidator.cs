using HipaaJwt.Jws;

namespace HipaaJwt.Policy;

/// <summary>Validates the options of DPoP proofs, except their ranges.</summary>
internal static class SenderConstraintOptionsValidator
{
    public static void Validate(DPoPOptions options, OptionPaths paths, OptionProblems problems)
    {
        var path = paths.Of("DPoP", "Algorithms");
        problems.CheckNotEmpty(path, options.Algorithms, "Add the algorithms that clients sign proofs with, such as ES256.");
        foreach (var algorithm in options.Algorithms)
        {
            if (!JwsAlgorithms.TryFind(algorithm, out var row) || row.Family == KeyFamily.Symmetric)
            {
                problems.Add(
                    path,
                    $"contains {algorithm}, which is not an asymmetric algorithm. Use an RSA or ECDSA algorithm, such as ES256.");
            }
        }

        if (options.NonceKey is { } key && !DPoPNonces.TryReadKey(key, out _))
        {
            problems.Add(
                paths.Of("DPoP", "NonceKey"),
                $"is not base64 of at least {DPoPNonces.MinKeyBytes} bytes. Use 32 random bytes, "
                + "or remove it if the service has only one instance.");
        }
    }
}
