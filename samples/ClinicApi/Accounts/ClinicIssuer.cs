using HipaaJwt;

namespace ClinicApi.Accounts;

/// <summary>The tokens that the clinic issues to its own users. Access tokens expire after 5 minutes.</summary>
internal static class ClinicIssuer
{
    public const string Name = "https://issuer.clinic.example";
    public const string Audience = "https://api.clinic.example";
    public const string Client = "clinic-app";

    public static void Configure(TokenIssuerOptions options)
    {
        options.Issuer = Name;
        options.Audiences.Add(Audience);

        // An application in a browser or on a phone cannot keep a secret. Its refresh tokens are replaced at each use.
        options.Clients.Add(new TokenClient { ClientId = Client, IsPublic = true });
    }
}
