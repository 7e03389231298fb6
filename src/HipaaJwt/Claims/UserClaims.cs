using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>Finds claims that are in a token only if a user has signed in or is acted for. Their values do not matter.</summary>
internal static class UserClaims
{
    /// <summary>
    /// The claims of a sign-in (OpenID Connect Core 1.0, sections 2 and 5.1), of a delegation (RFC 8693, section 4), of SMART App Launch,
    /// and what Entra ID, AD FS, Okta, Duende IdentityServer, Keycloak and Cognito write for users.
    /// </summary>
    private static readonly Utf8Table<string> Names = new[]
    {
        ClaimNames.Subject, "sid", "session_state", "auth_time", "acr", "amr", "nonce", "at_hash", "c_hash", "s_hash", "idp", "act",
        "may_act", "fhirUser", "patient", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile",
        "picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
        "phone_number_verified", "address", "updated_at", "username", "user_name", "user_id", "uid", "upn", "unique_name", "nameid",
        "winaccountname", "primarysid", "puid", "oid", "onprem_sid", "cognito:username",
    }.ToUtf8Table();

    public static bool AnyIn(in JsonObject claims)
    {
        for (var member = 0; member < claims.Members.Length; member++)
        {
            if (Names.TryGetValue(claims, member, out _))
            {
                return true;
            }
        }

        return claims.TryFind("scope"u8, out var scope) && AsksForSignIn(claims.Json, scope);
    }

    /// <summary>Whether a scope asks for the sign-in of a user (OpenID Connect Core 1.0, sections 3.1.2.1 and 11).</summary>
    private static bool AsksForSignIn(ReadOnlySpan<byte> json, JsonValue scope)
    {
        if (scope.Kind == JsonKind.String)
        {
            return JsonText.GetString(json, scope).Split(' ').Any(value => value is "openid" or "offline_access");
        }

        if (scope.Kind != JsonKind.Array)
        {
            return false;
        }

        foreach (var element in new JsonArray(json, scope))
        {
            if (JsonText.AreEqual(json, element, "openid"u8) || JsonText.AreEqual(json, element, "offline_access"u8))
            {
                return true;
            }
        }

        return false;
    }
}
