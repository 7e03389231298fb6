namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>Wrong names of sections, options and environment variables.</summary>
internal static class WrongNames
{
    public static IEnumerable<WrongSetting> All =>
    [
        new("A misspelt section")
        {
            Section = "HipaJwt",
            Shown = "`AddHipaaJwt(configuration.GetSection(\"HipaJwt\"))`",
            Says = ["section HipaJwt does not exist", "HipaaJwt. Write the same name"],
        },
        new("A section of another name", "-", "/Security:Issuers:0:Issuer=https://idp.hospital.example")
        {
            Shown = "The options are in the section `Security`",
            Says = ["section HipaaJwt does not exist", "contains Security"],
        },
        new("No configuration file", "-")
        {
            Shown = "No section `HipaaJwt`",
            Says = ["section HipaaJwt does not exist", "file is beside the application"],
        },
        new("The configuration of JwtBearer", "-", "/Authentication:Schemes:Bearer:Authority=https://idp.hospital.example")
        {
            Shown = "`Authentication:Schemes:Bearer:Authority = https://idp.hospital.example` and no section `HipaaJwt`",
            Says = ["Authentication:Schemes:Bearer:Authority is an option of JwtBearer", "HipaaJwt:Issuers:0:Authority"],
        },
        new("An empty section", "-", "/HipaaJwt=")
        {
            Shown = "`\"HipaaJwt\": {}`",
            Says = ["section HipaaJwt does not exist or is empty", "Add it"],
        },
        new("The complete configuration", "/Logging:LogLevel:Default=Warning")
        {
            Section = string.Empty,
            Shown = "`AddHipaaJwt(configuration)`",
            Says = ["received the complete configuration", "GetSection(\"HipaaJwt\")"],
        },
        new("A misspelt option", "MaxTokenLifetme=00:30:00")
        {
            Says = ["HipaaJwt:MaxTokenLifetme is not an option", "Write MaxTokenLifetime"],
        },
        new("A misspelt option of an issuer", "Issuers:0:MetadataAdress=https://idp.hospital.example")
        {
            Says = ["HipaaJwt:Issuers:0:MetadataAdress", "Write MetadataAddress"],
        },
        new("A single audience", "Issuers:0:Audience=https://fhir.hospital.example/r4")
        {
            Says = ["HipaaJwt:Issuers:0:Audience is", "Write Audiences"],
        },
        new("An option of JwtBearer: ValidAudience", "Issuers:0:ValidAudience=https://fhir.hospital.example/r4")
        {
            Says = ["HipaaJwt:Issuers:0:ValidAudience", "Write Audiences"],
        },
        new("An option of JwtBearer: ValidIssuers", "Issuers:0:ValidIssuers:0=https://idp.hospital.example")
        {
            Says = ["HipaaJwt:Issuers:0:ValidIssuers", "one entry of Issuers for each issuer"],
        },
        new("An option of JwtBearer: IssuerSigningKey", "Issuers:0:IssuerSigningKey=MIIB")
        {
            Says = ["HipaaJwt:Issuers:0:IssuerSigningKey", "Write SigningKeys"],
        },
        new("An option of JwtBearer: RequireHttpsMetadata", "Issuers:0:RequireHttpsMetadata=false")
        {
            Says = ["HipaaJwt:Issuers:0:RequireHttpsMetadata", "must be https"],
        },
        new("An option of JwtBearer: ValidateLifetime", "Issuers:0:ValidateLifetime=false")
        {
            Says = ["HipaaJwt:Issuers:0:ValidateLifetime", "always checked"],
        },
        new("An option of JwtBearer: RoleClaimType", "Issuers:0:RoleClaimType=roles")
        {
            Says = ["HipaaJwt:Issuers:0:RoleClaimType", "RolesFrom"],
        },
        new("TokenValidationParameters of JwtBearer", "TokenValidationParameters:ValidAudience=x")
        {
            Says = ["HipaaJwt:TokenValidationParameters is not an option", "without this level", "HipaaJwt:Issuers:0"],
        },
        new("An option of an issuer beside Issuers", "Authority=https://idp.hospital.example")
        {
            Says = ["HipaaJwt:Authority is not an option here", "Write HipaaJwt:Issuers:0:Authority"],
        },
        new("A provider beside Issuers", "Keycloak:Realm=hospital")
        {
            Says = ["HipaaJwt:Keycloak", "Write HipaaJwt:Issuers:0:Keycloak"],
        },
        new("An option of all issuers in one issuer", "Issuers:0:ClockSkew=00:00:10")
        {
            Says = ["HipaaJwt:Issuers:0:ClockSkew is not an option here", "Write HipaaJwt:ClockSkew"],
        },
        new("A misspelt provider", "-Issuers:0", "Issuers:0:KeyCloack:Realm=hospital")
        {
            Says = ["HipaaJwt:Issuers:0:KeyCloack", "Write Keycloak"],
        },
        new("A wrong setting of a provider", "-Issuers:0", "Issuers:0:Okta:Issuer=https://clinic.okta.com")
        {
            Says = ["HipaaJwt:Issuers:0:Okta:Issuer", "Write Domain, Audience"],
        },
        new(
            "Two providers in one issuer",
            "-Issuers:0",
            "Issuers:0:Okta:Domain=clinic.okta.com",
            "Issuers:0:Auth0:Domain=clinic.eu.auth0.com")
        {
            Says = ["HipaaJwt:Issuers:0", "only one provider"],
        },
        new("Roles in the section of an issuer", "Issuers:0:Roles:physician=chart:read")
        {
            Says = ["HipaaJwt:Issuers:0:Roles is not an option here", "Write HipaaJwt:Permissions:Roles"],
        },
        new("A misspelt setting of permissions", "Permissions:Role:physician=chart:read")
        {
            Says = ["HipaaJwt:Permissions:Role is not an option", "Write Roles"],
        },
        new("One issuer instead of a list", "-Issuers", "Issuers:Issuer=https://idp.hospital.example", "Issuers:Audiences:0=charts")
        {
            Shown = "`\"Issuers\": { \"Issuer\": \"https://idp.hospital.example\", … }`",
            Says = ["HipaaJwt:Issuers is one issuer instead of a list", "HipaaJwt:Issuers:0:Issuer"],
        },
        new("An environment variable with single underscores", "/HipaaJwt_Issuers_0_MaxKeyAge=1.00:00:00")
        {
            Shown = "`HipaaJwt_Issuers_0_MaxKeyAge=1.00:00:00`",
            Says = ["HipaaJwt_Issuers_0_MaxKeyAge is not read", "Write HipaaJwt__Issuers__0__MaxKeyAge"],
        },
        new("An environment variable with one single underscore", "Issuers_0:MaxKeyAge=1.00:00:00")
        {
            Shown = "`HipaaJwt__Issuers_0__MaxKeyAge=1.00:00:00`",
            Says = ["HipaaJwt:Issuers_0", "Write HipaaJwt__Issuers__0"],
        },
        new("The name of a vault secret in another source", "/HipaaJwt--Issuers--0--MaxKeyAge=1.00:00:00")
        {
            Shown = "`HipaaJwt--Issuers--0--MaxKeyAge=1.00:00:00`",
            Says = ["HipaaJwt--Issuers--0--MaxKeyAge is not read", "Azure Key Vault", "Write HipaaJwt__Issuers__0__MaxKeyAge"],
        },
        new("The first index is 1", "-Issuers:0", "Issuers:1:Issuer=https://idp.hospital.example")
        {
            Shown = "`HipaaJwt__Issuers__1__Issuer=…` without `HipaaJwt__Issuers__0__…`",
            Says = ["HipaaJwt:Issuers:1 is set, but HipaaJwt:Issuers:0 is not", "HipaaJwt__Issuers__0"],
        },
        new("An index is skipped", "Issuers:0:Audiences:2=https://charts.hospital.example")
        {
            Shown = "`HipaaJwt__Issuers__0__Audiences__2=…` without `…__1`",
            Says = ["HipaaJwt:Issuers:0:Audiences:2 is set, but HipaaJwt:Issuers:0:Audiences:1 is not", "from 0 without gaps"],
        },
        new("A part of a second issuer", "Issuers:1:Audiences:0=https://charts.hospital.example")
        {
            Shown = "`HipaaJwt__Issuers__1__Audiences__0=…` for a file with one issuer",
            Says = ["HipaaJwt:Issuers:1:Issuer is empty", "HipaaJwt:Issuers:1:Algorithms is empty"],
        },
    ];
}
