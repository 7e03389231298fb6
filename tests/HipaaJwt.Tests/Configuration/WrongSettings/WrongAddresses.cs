namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>Wrong addresses and names of issuers, as far as the start or the first download of keys shows them.</summary>
internal static class WrongAddresses
{
    private const string NoKeys = "-Issuers:0:SigningKeys";
    private const string Metadata = "Issuers:0:MetadataAddress={idp}/.well-known/openid-configuration";

    public static IEnumerable<WrongSetting> All =>
    [
        new("No keys and no address", NoKeys)
        {
            Says = ["HipaaJwt:Issuers:0:SigningKeys is empty", "set Authority or MetadataAddress"],
        },
        new("An address without https", NoKeys, "Issuers:0:MetadataAddress=idp.hospital.example/.well-known/openid-configuration")
        {
            Says = ["MetadataAddress is \"idp.hospital.example/", "starting with https://"],
        },
        new("Plain http", NoKeys, "Issuers:0:Authority=http://idp.hospital.example")
        {
            Says = ["HipaaJwt:Issuers:0:Authority is plain http", "Use https"],
        },
        new(
            "Metadata and a JWK Set",
            NoKeys,
            "Issuers:0:MetadataAddress=https://idp.hospital.example/.well-known/openid-configuration",
            "Issuers:0:JwksUri=https://idp.hospital.example/keys")
        {
            Says = ["JwksUri is set in addition to MetadataAddress", "Remove one"],
        },
        new(
            "An authority and metadata",
            NoKeys,
            "Issuers:0:Authority=https://idp.hospital.example",
            "Issuers:0:MetadataAddress=https://idp.hospital.example/.well-known/openid-configuration")
        {
            Says = ["Authority is set in addition to MetadataAddress", "Remove one"],
        },
        new(
            "An authority that is an address of metadata",
            NoKeys,
            "Issuers:0:Authority=https://idp.hospital.example/.well-known/openid-configuration")
        {
            Says = ["Authority contains /.well-known/", "Write it as MetadataAddress"],
        },
        new("A metadata address without /.well-known/", NoKeys, "Issuers:0:MetadataAddress={idp}/realms/hospital")
        {
            Answer = (_, _) => (404, ""),
            Says = ["http://127.0.0.1:8080/realms/hospital", "HTTP 404", "write it as Authority"],
        },
        new("A metadata address that shows a page", NoKeys, "Issuers:0:MetadataAddress={idp}/")
        {
            Answer = (_, _) => (200, "<html>"),
            Says = ["http://127.0.0.1:8080/", "not a JSON object", "write it as Authority"],
        },
        new(
            "A metadata address of another realm",
            NoKeys,
            "Issuers:0:MetadataAddress={idp}/realms/clinic/.well-known/openid-configuration")
        {
            Answer = (_, _) => (404, ""),
            Says = ["http://127.0.0.1:8080/realms/clinic/.well-known/openid-configuration", "HTTP 404"],
        },
        new("An issuer without its trailing slash", NoKeys, Metadata)
        {
            Answer = (_, idp) => (200, $$"""{"issuer":"https://idp.hospital.example/","jwks_uri":"{{idp}}/keys"}"""),
            Says =
            [
                "expected \"https://idp.hospital.example\", found \"https://idp.hospital.example/\"",
                "trailing slash only. Write Issuer exactly as found",
            ],
        },
        new("An authority with a trailing slash", NoKeys, "-Issuers:0:Issuer", "Issuers:0:Authority={idp}/")
        {
            Answer = (_, idp) => (200, $$"""{"issuer":"{{idp}}","jwks_uri":"{{idp}}/keys"}"""),
            Says = ["expected \"http://127.0.0.1:8080/\", found \"http://127.0.0.1:8080\"", "trailing slash only"],
        },
        new("Another issuer", NoKeys, Metadata)
        {
            Answer = (_, idp) => (200, $$"""{"issuer":"https://login.hospital.example","jwks_uri":"{{idp}}/keys"}"""),
            Says = ["expected \"https://idp.hospital.example\", found \"https://login.hospital.example\""],
        },
        new("The metadata of all tenants", NoKeys, Metadata)
        {
            Answer = (_, idp) => (200, $$"""{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","jwks_uri":"{{idp}}/keys"}"""),
            Says = ["{tenantid}", "EntraIdTenants"],
        },
        new("A JWK Set as metadata", NoKeys, "Issuers:0:MetadataAddress={idp}/keys")
        {
            Answer = (_, _) => (200, """{"keys":[]}"""),
            Says = ["Write its address as JwksUri"],
        },
        new("Metadata as a JWK Set", NoKeys, "Issuers:0:JwksUri={idp}/.well-known/openid-configuration")
        {
            Answer = (_, idp) => (200, $$"""{"issuer":"x","jwks_uri":"{{idp}}/keys"}"""),
            Says = ["http://127.0.0.1:8080/.well-known/openid-configuration", "MetadataAddress instead of JwksUri"],
        },
        new("Keys of other algorithms", NoKeys, "Issuers:0:JwksUri={idp}/keys")
        {
            Answer = (_, _) => (200, """{"keys":[{"kty":"RSA","kid":"1","alg":"RS256","n":"AQAB","e":"AQAB"}]}"""),
            Says = ["NoUsableKey", "ES256", "Algorithms"],
        },
        new("An audience with a trailing slash", "Issuers:0:Audiences:0=https://fhir.hospital.example/r4/")
        {
            Token = _ => { },
            Says = ["AudienceNotAllowed", "aud", "https://fhir.hospital.example/r4/", "trailing slash only"],
        },
        new("An issuer with a trailing slash", "Issuers:0:Issuer=https://idp.hospital.example/")
        {
            Token = _ => { },
            Says = ["IssuerNotAllowed", "iss", "https://idp.hospital.example/", "trailing slash only"],
        },
        new("Another audience, in development", "LogIssuerAndAudienceOfRejectedTokensInDevelopment=true")
        {
            Environment = "Development",
            Token = claims => claims["aud"] = "account",
            Says = ["Expected aud: \"https://fhir.hospital.example/r4\"", "Found: \"account\""],
        },
    ];
}
