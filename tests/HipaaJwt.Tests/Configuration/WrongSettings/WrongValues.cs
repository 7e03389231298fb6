namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>Wrong values of options.</summary>
internal static class WrongValues
{
    public static IEnumerable<WrongSetting> All =>
    [
        new("A duration as a number", "ClockSkew=30")
        {
            Says = ["HipaaJwt:ClockSkew is \"30\"", "not a duration", "Write 00:00:30 if the number means seconds"],
        },
        new("A duration with a unit", "Issuers:0:KeyRefreshInterval=5m")
        {
            Says = ["KeyRefreshInterval is \"5m\"", "such as 00:00:30"],
        },
        new("A lifetime of days", "MaxTokenLifetime=30.00:00:00")
        {
            Says = ["HipaaJwt:MaxTokenLifetime is 30.00:00:00", "more than 0 and at most 1.00:00:00"],
        },
        new("A clock skew of JwtBearer", "ClockSkew=00:10:00")
        {
            Says = ["HipaaJwt:ClockSkew is 00:10:00", "00:05:00"],
        },
        new("A size with a unit", "MaxTokenBytes=16KB")
        {
            Says = ["HipaaJwt:MaxTokenBytes is \"16KB\"", "whole number"],
        },
        new("Yes instead of true", "Issuers:0:RequireClientId=yes")
        {
            Says = ["RequireClientId is \"yes\"", "Write true or false"],
        },
        new("A misspelt algorithm", "Issuers:0:Algorithms:0=ES265")
        {
            Says = ["HipaaJwt:Issuers:0:Algorithms contains \"ES265\"", "Write ES256"],
        },
        new("An algorithm in lower case", "Issuers:0:Algorithms:0=es256")
        {
            Says = ["contains \"es256\"", "Write ES256"],
        },
        new("An algorithm with a hyphen", "Issuers:0:Algorithms:0=RS-256")
        {
            Says = ["contains \"RS-256\"", "Write RS256"],
        },
        new("An algorithm by its URI", "Issuers:0:Algorithms:0=http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
        {
            Says = ["HipaaJwt:Issuers:0:Algorithms contains", "RS256"],
        },
        new("The algorithm none", "Issuers:0:Algorithms:0=none")
        {
            Says = ["contains \"none\"", "without a signature are never accepted"],
        },
        new("A misspelt key management algorithm", "Decryption:KeyManagementAlgorithms:0=RSA-OAEP256")
        {
            Says = ["HipaaJwt:Decryption:KeyManagementAlgorithms contains \"RSA-OAEP256\"", "Write RSA-OAEP-256"],
        },
        new("An unsafe key management algorithm", "Decryption:KeyManagementAlgorithms:0=RSA1_5")
        {
            Says = ["contains \"RSA1_5\"", "RSA-OAEP-256"],
        },
        new("A misspelt content encryption algorithm", "Decryption:ContentEncryptionAlgorithms:0=A256-GCM")
        {
            Says = ["contains \"A256-GCM\"", "Write A256GCM"],
        },
        new("A token type with a blank", "Issuers:0:TokenTypes:0=at jwt")
        {
            Says = ["HipaaJwt:Issuers:0:TokenTypes contains \"at jwt\"", "Write \"at+jwt\""],
        },
        new("No algorithms", "-Issuers:0:Algorithms")
        {
            Says = ["HipaaJwt:Issuers:0:Algorithms is empty", "such as ES256"],
        },
        new("No audience", "-Issuers:0:Audiences")
        {
            Says = ["HipaaJwt:Issuers:0:Audiences is empty", "aud claim"],
        },
        new("No issuer", "-Issuers:0:Issuer")
        {
            Says = ["HipaaJwt:Issuers:0:Issuer is empty", "iss claim"],
        },
        new("An empty list", "Issuers:0:RequiredClaims=")
        {
            Shown = "`\"RequiredClaims\": []`",
            Says = ["HipaaJwt:Issuers:0:RequiredClaims", "at least one entry, or remove it"],
        },
        new("Issuers as a text", "-Issuers", "Issuers=https://idp.hospital.example")
        {
            Says = ["HipaaJwt:Issuers", "instead of a value"],
        },
        new("White space around the issuer", "Issuers:0:Issuer=https://idp.hospital.example ")
        {
            Shown = "`HipaaJwt:Issuers:0:Issuer = \"https://idp.hospital.example \"`",
            Says = ["HipaaJwt:Issuers:0:Issuer is", "white space"],
        },
        new(
            "The same issuer twice",
            "Issuers:1:Issuer=https://idp.hospital.example",
            "Issuers:1:Audiences=charts",
            "Issuers:1:Algorithms=ES256",
            "Issuers:1:MetadataAddress=https://idp.hospital.example/.well-known/openid-configuration")
        {
            Says = ["HipaaJwt:Issuers contains \"https://idp.hospital.example\" more than once", "one entry for each issuer"],
        },
        new("An unknown action", "PhiClaims:Action=Reject")
        {
            Says = ["HipaaJwt:PhiClaims:Action contains \"Reject\"", "Ignore, Warn, Refuse"],
        },
        new("A permission with a blank", "Permissions:Roles:physician=chart read")
        {
            Says = ["HipaaJwt:Permissions:Roles:physician", "without spaces"],
        },
        new(
            "Rules for an issuer with a trailing slash",
            "Permissions:ForIssuers:0:Issuer=https://idp.hospital.example/",
            "Permissions:ForIssuers:0:Roles:physician=chart:read")
        {
            Says =
            [
                "HipaaJwt:Permissions:ForIssuers:0:Issuer names \"https://idp.hospital.example/\"",
                "exactly as in Issuers: \"https://idp.hospital.example\"",
            ],
        },
        new(
            "A placeholder in a provider",
            "-Issuers:0",
            "Issuers:0:EntraId:TenantId=common",
            "Issuers:0:EntraId:Audience=11111111-2222-3333-4444-555555555555")
        {
            Says = ["HipaaJwt:Issuers:0:EntraId cannot be used"],
        },
        new(
            "An address instead of a domain",
            "-Issuers:0",
            "Issuers:0:Auth0:Domain=https://clinic.eu.auth0.com/authorize",
            "Issuers:0:Auth0:Audience=charts")
        {
            Says = ["HipaaJwt:Issuers:0:Auth0 cannot be used", "only the domain"],
        },
        new("A development option in production", "LogIssuerAndAudienceOfRejectedTokensInDevelopment=true")
        {
            Says =
            [
                "HipaaJwt:LogIssuerAndAudienceOfRejectedTokensInDevelopment is true, but the environment is Production",
                "appsettings.Development.json",
            ],
        },
    ];
}
