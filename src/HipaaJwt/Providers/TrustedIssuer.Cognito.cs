using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// A user pool of Amazon Cognito, as
    /// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html"/>
    /// describes its access tokens.
    /// </summary>
    /// <remarks>
    /// <para>What is looser than the defaults, and what stands in for it. <see cref="AllowMissingTokenType"/> is set, for these
    /// tokens have no <c>typ</c>: <c>token_use</c> must be <c>access</c> instead; that of ID tokens is <c>id</c>. Most of them have
    /// no <c>aud</c>: <see cref="AudienceClaim"/> is <c>client_id</c>, so that they are accepted by the app client that asked for
    /// them, as AWS advises (<see href="https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/cognito-validation.html"/>).</para>
    /// <para>A client can name the service for which it asks
    /// (<see href="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html#cognito-user-pools-resource-binding"/>).
    /// Then the token has an <c>aud</c>: add it to <see cref="Audiences"/>. If all clients do so, set <see cref="AudienceClaim"/> back
    /// to <c>aud</c>. For pools whose issuer is <c>issuer-cognito-idp…</c>
    /// (<see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html"/>)
    /// change the host in <see cref="Issuer"/> and <see cref="MetadataAddress"/>.</para>
    /// </remarks>
    /// <param name="region">The region, such as <c>us-east-1</c>.</param>
    /// <param name="userPoolId">The id of the user pool, which begins with the region.</param>
    /// <param name="clientIds">The ids of the app clients whose tokens are for this service; at least one.</param>
    /// <exception cref="ArgumentException">The id of the pool is not one of the region, or no app client is named.</exception>
    public static TrustedIssuer ForCognito(string region, string userPoolId, params string[] clientIds)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        ArgumentException.ThrowIfNullOrWhiteSpace(userPoolId);
        var issuer = CognitoIssuer(region, userPoolId);
        ArgumentNullException.ThrowIfNull(clientIds);
        if (clientIds.Length == 0 || clientIds.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Name the app clients whose tokens are for this service, at least one: these tokens have no other audience.", nameof(clientIds));
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
        return !region.Contains('.', StringComparison.Ordinal) && userPoolId.StartsWith(region + "_", StringComparison.Ordinal) && userPoolId.Length > region.Length + 1
            ? $"https://cognito-idp.{region}.amazonaws.com/{userPoolId}"
            : throw new ArgumentException($"The id of a user pool begins with its region: write it as it is, such as \"{region}_AbCdEfGhI\".", nameof(userPoolId));
    }
}
