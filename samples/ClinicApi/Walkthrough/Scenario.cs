using ClinicApi.Accounts;
using ClinicApi.Clinic;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>A request and its expected outcome.</summary>
internal sealed record Scenario(string Title, HttpRequestMessage Request, Outcome Expected)
{
    public static HttpRequestMessage Read(string path, string? token = null) => WithToken(new(HttpMethod.Get, path), token);

    /// <summary>Creates a request with a bound token and a DPoP proof (RFC 9449 section 7.1).</summary>
    public static HttpRequestMessage ReadWithProof(string path, string token, string proof)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {token}");
        request.Headers.TryAddWithoutValidation("DPoP", proof);
        return request;
    }

    public static HttpRequestMessage Prescribe(string token) => WithToken(
        new(HttpMethod.Post, "/patients/1001/prescriptions")
        {
            Content = JsonContent.Create(new NewPrescription("Sumatriptan 50 mg", "one tablet at onset")),
        },
        token);

    /// <summary>Creates an administrator's request to revoke all tokens of a user who was dismissed.</summary>
    public static HttpRequestMessage RevokeTokensOf(string user, string token) => WithToken(
        new(HttpMethod.Post, "/admin/revocations/subjects")
        {
            Content = JsonContent.Create(
                new { issuer = ClinicIssuer.Name, subject = user, reason = nameof(RevocationReason.AccountDisabled) }),
        },
        token);

    public static HttpRequestMessage SignIn(string user, string? password = null) => new(HttpMethod.Post, "/sign-in")
    {
        Content = JsonContent.Create(new SignInRequest(user, password ?? DemoUser.PasswordOf(user))),
    };

    /// <summary>Creates a request of the application of a user to continue the session (RFC 6749 section 6).</summary>
    public static HttpRequestMessage Refresh(string refreshToken) => new(HttpMethod.Post, "/token")
    {
        Content = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"),
            new("client_id", ClinicIssuer.Client),
            new("refresh_token", refreshToken),
        ]),
    };

    public static HttpRequestMessage ListSessions(string user, string token) => Read($"/users/{user}/sessions", token);

    public static HttpRequestMessage EndSessions(string user, string token) =>
        WithToken(new(HttpMethod.Delete, $"/users/{user}/sessions"), token);

    public static HttpRequestMessage Disable(string user, string token) => WithToken(new(HttpMethod.Delete, $"/users/{user}"), token);

    public static HttpRequestMessage RotateKey(string token) => WithToken(new(HttpMethod.Post, "/admin/signing-keys"), token);

    public static HttpRequestMessage ReplaceKey(string keyId, string token) =>
        WithToken(new(HttpMethod.Delete, $"/admin/signing-keys/{keyId}"), token);

    private static HttpRequestMessage WithToken(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            // Without validation, so that malformed tokens reach the server unchanged.
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return request;
    }
}
