using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for a user pool of Amazon Cognito
    /// (<see href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html"/>).
    /// </summary>
    /// <remarks>
    /// <para>The preset relaxes defaults and compensates for that. <see cref="AllowMissingTokenType"/> is set, because these tokens have
    /// no <c>typ</c>. So <c>token_use</c> must be <c>access</c>; in ID tokens it is <c>id</c>. Most of these tokens have no <c>aud</c>.
    /// So <see cref="AudienceClaim"/> is <c>client_id</c>, and only tokens of the given app clients are accepted, as AWS recommends
    /// (<see href="https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/cognito-validation.html"/>).</para>
    /// <para>A client can request a token for a certain service (resource binding,
    /// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html"/>). Then the
    /// token has an <c>aud</c>: add it to <see cref="Audiences"/>. If all clients do so, set <see cref="AudienceClaim"/> to
    /// <c>aud</c>.</para>
    /// <para>For pools whose issuer is <c>issuer-cognito-idp…</c>
    /// (<see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html"/>),
    /// change the host in <see cref="Issuer"/> and <see cref="MetadataAddress"/>.</para>
    /// </remarks>
    /// <param name="region">The region, such as <c>us-east-1</c>.</param>
    /// <param name="userPoolId">The ID of the user pool, such as <c>us-east-1_AbCdEfGhI</c>. It starts with the region.</param>
    /// <param name="clientIds">The IDs of the app clients whose tokens this service accepts; at least one.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">
    /// The user pool is not in the region, there is no app client, or an argument is null or empty.
    /// </exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForCognito("us-east-1", "us-east-1_AbCdEfGhI", "1example23456789"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForCognito(string region, string userPoolId, params string[] clientIds)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        ArgumentException.ThrowIfNullOrWhiteSpace(userPoolId);
        var issuer = CognitoIssuer(region, userPoolId);
        ArgumentNullException.ThrowIfNull(clientIds);
        if (clientIds.Length == 0 || clientIds.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                "An app client is missing. Name at least one app client whose tokens this service accepts. "
                + "These tokens have no other audience.",
                nameof(clientIds));
        }

        var trusted = new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Algorithms = { JwsAlgorithm.RS256 },
            AllowMissingTokenType = true,
            AudienceClaim = ClaimNames.ClientId,
            RequiredClaimValues = { ["token_use"] = ["access"] },
        };
        foreach (var clientId in clientIds)
        {
            trusted.Audiences.Add(clientId);
        }

        return trusted;
    }

    private static string CognitoIssuer(string region, string userPoolId)
    {
        ProviderAddress.Segment(region, nameof(region), "us-east-1");
        ProviderAddress.Segment(userPoolId, nameof(userPoolId), "us-east-1_AbCdEfGhI");
        var prefix = region + "_";
        return !region.Contains('.', StringComparison.Ordinal)
            && userPoolId.StartsWith(prefix, StringComparison.Ordinal)
            && userPoolId.Length > prefix.Length
            ? $"https://cognito-idp.{region}.amazonaws.com/{userPoolId}"
            : throw new ArgumentException(
                $"\"{userPoolId}\" is not the ID of a user pool in the region \"{region}\". An ID starts with its region. "
                + $"Write the complete ID, such as \"{prefix}AbCdEfGhI\".",
                nameof(userPoolId));
    }
}
