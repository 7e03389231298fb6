using System.Globalization;
using HipaaJwt.Jws;

namespace HipaaJwt;

/// <summary>Says what is wrong with the options about senders and one-time use, besides their ranges.</summary>
internal static class SenderProblems
{
    public static void AddTo(ICollection<string> problems, HipaaJwtOptions options)
    {
        if (options.DPoP.Algorithms.Count == 0)
        {
            problems.Add("HipaaJwt:DPoP:Algorithms is empty, so no proof could be accepted. Add what clients sign with, such as ES256.");
        }

        foreach (var algorithm in options.DPoP.Algorithms)
        {
            if (!JwsAlgorithms.TryFind(algorithm, out var row) || row.Family == KeyFamily.Symmetric)
            {
                problems.Add($"HipaaJwt:DPoP:Algorithms has {algorithm}, which is no asymmetric algorithm. Use those of RSA and ECDSA, such as ES256.");
            }
        }

        if (options.DPoP.NonceKey is { } key && !DPoPNonces.TryReadKey(key, out _))
        {
            problems.Add($"HipaaJwt:DPoP:NonceKey is not base64 of at least {DPoPNonces.MinKeyBytes} bytes. Use 32 random bytes, or leave it out where there is one instance.");
        }

        for (var i = 0; i < options.Issuers.Count; i++)
        {
            if (options.Issuers[i].SingleUse && !options.Issuers[i].RequiredClaims.Contains(ClaimNames.JwtId))
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"HipaaJwt:Issuers:{i}:SingleUse knows tokens by their jti, which RequiredClaims does not name. Add \"jti\" to RequiredClaims."));
            }
        }
    }
}
