using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for the service account tokens of a Kubernetes cluster
    /// (<see href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/"/>).
    /// </summary>
    /// <remarks>
    /// The preset relaxes defaults and compensates for that. <see cref="AllowMissingTokenType"/> is set, because these tokens have no
    /// <c>typ</c>. So <c>kubernetes.io</c>, which names the namespace and the service account, is required. Clusters before version 1.30
    /// write no <c>jti</c>.
    /// </remarks>
    /// <param name="issuer">
    /// The issuer of the cluster, exactly as in <c>iss</c>, such as <c>https://kubernetes.default.svc.cluster.local</c>. The service must
    /// be able to download the metadata there.
    /// </param>
    /// <param name="audience">
    /// The audience of this service, which a projected volume requests. The audience of the cluster is rejected.
    /// </param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The issuer is not an https address, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForKubernetes("https://kubernetes.default.svc.cluster.local", "https://charts.hospital.example"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForKubernetes(string issuer, string audience)
    {
        var address = ProviderAddress.Base(issuer, nameof(issuer), "https://kubernetes.default.svc.cluster.local");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        if (audience == issuer)
        {
            throw new ArgumentException(
                "The audience is that of the cluster, so every token for the cluster would be accepted. "
                + "Write an audience of this service, such as \"https://charts.hospital.example\".",
                nameof(audience));
        }

        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = address + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            AllowMissingTokenType = true,
            RequiredClaims = { "kubernetes.io" },
        };
    }
}
