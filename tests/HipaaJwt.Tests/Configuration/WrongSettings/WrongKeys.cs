using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>Key material of a wrong kind. The keys are new in each run; no message contains them.</summary>
internal static class WrongKeys
{
    private const string NoKeys = "-Issuers:0:SigningKeys";
    private const string Key = "Issuers:0:SigningKeys:0";

    public static IEnumerable<WrongSetting> All
    {
        get
        {
            using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var small = RSA.Create(1024);
            var jwk = Jwk.Of(pair);
            return
            [
                new("A private key in PEM", NoKeys, $"{Key}={pair.ExportPkcs8PrivateKeyPem()}")
                {
                    Shown = Text("-----BEGIN PRIVATE KEY-----…"),
                    Says = ["HipaaJwt:Issuers:0:SigningKeys:0 contains a private key", "Write the public key"],
                },
                new("A private key in PEM as pem", NoKeys, $"{Key}:pem={pair.ExportECPrivateKeyPem()}")
                {
                    Shown = "`HipaaJwt:Issuers:0:SigningKeys:0:pem = -----BEGIN EC PRIVATE KEY-----…`",
                    Says = ["SigningKeys:0:pem contains a private key instead of a public key", "openssl pkey -pubout"],
                },
                new("A private key in base64 (PKCS#8)", NoKeys, $"{Key}={Convert.ToBase64String(pair.ExportPkcs8PrivateKey())}")
                {
                    Shown = Text("MIGHAgEA…"),
                    Says = ["SigningKeys:0 contains a private key", "Write the public key"],
                },
                new(
                    "A store with a certificate and its private key",
                    NoKeys,
                    $"{Key}={Convert.ToBase64String(SelfSigned.Client().Export(X509ContentType.Pfx))}")
                {
                    Shown = Text("the base64 of a .pfx file"),
                    Says = ["SigningKeys:0 contains a PKCS#12 store", "openssl pkcs12 -nokeys"],
                },
                new("A plain-text secret", NoKeys, $"{Key}=my-secret-password-of-32-characters")
                {
                    Shown = Text("my-secret-…"),
                    Says = ["SigningKeys:0 contains text that is not key material", "\"kty\":\"oct\"", "32 random bytes"],
                },
                new("A plain-text secret as k", NoKeys, $"{Key}:kty=oct", $"{Key}:k=my secret password!")
                {
                    Shown = "`{ \"kty\": \"oct\", \"k\": \"my secret…\" }`",
                    Says = ["SigningKeys:0 has a member 'k' that is not base64url", "32 random bytes"],
                },
                new("A short secret", NoKeys, "Issuers:0:Algorithms:0=HS256", $"{Key}:kty=oct", $"{Key}:k=c2VjcmV0")
                {
                    Says = ["SigningKeys:0 has 48 bits", "256 random bits"],
                },
                new("Base64 instead of base64url", $"{Key}:x={Convert.ToBase64String(new byte[32])}")
                {
                    Shown = "`HipaaJwt:Issuers:0:SigningKeys:0:x = AAAA…=`",
                    Says = ["SigningKeys:0 has the member 'x' in base64", "replace '+' by '-' and '/' by '_', and remove '='"],
                },
                new("JSON without its quotes", NoKeys, $"{Key}={{kty:EC,crv:P-256}}")
                {
                    Says = ["SigningKeys:0 contains JSON that cannot be read", "escape its quotes"],
                },
                new("A JWK Set where one key belongs", NoKeys, $"{Key}:keys:0:kty=EC")
                {
                    Shown = "`\"SigningKeys\": [ { \"keys\": [ … ] } ]`",
                    Says = ["SigningKeys:0:keys is a JWK Set", "SigningKeys:0:jwks"],
                },
                new("One key instead of a list", NoKeys, "Issuers:0:SigningKeys:kty=EC")
                {
                    Shown = "`\"SigningKeys\": { \"kty\": \"EC\", … }`",
                    Says = ["HipaaJwt:Issuers:0:SigningKeys is one key instead of a list", "SigningKeys:0:kty"],
                },
                new("One key as jwks", NoKeys, $"{Key}:jwks={jwk.ToJsonString()}")
                {
                    Shown = "`HipaaJwt:Issuers:0:SigningKeys:0:jwks = {\"kty\":\"EC\",…}`",
                    Says = ["SigningKeys:0:jwks contains one JSON Web Key instead of a JWK Set", "the entry itself"],
                },
                new("A certificate as pem", NoKeys, $"{Key}:pem={SelfSigned.Client().ExportCertificatePem()}")
                {
                    Shown = "`HipaaJwt:Issuers:0:SigningKeys:0:pem = -----BEGIN CERTIFICATE-----…`",
                    Says = ["SigningKeys:0:pem contains a certificate instead of a public key", "Write it as x509"],
                },
                new("A public key as x509", NoKeys, $"{Key}:x509={pair.ExportSubjectPublicKeyInfoPem()}")
                {
                    Shown = "`HipaaJwt:Issuers:0:SigningKeys:0:x509 = -----BEGIN PUBLIC KEY-----…`",
                    Says = ["SigningKeys:0:x509 contains a public key instead of a certificate", "Write it as pem"],
                },
                new("A file that does not exist", NoKeys, $"{Key}:x509=keys/idp.cer")
                {
                    Says = ["SigningKeys:0:x509 contains neither a certificate nor the path of a file", "existing path"],
                },
                new("A key without kty", $"-{Key}:kty")
                {
                    Says = ["SigningKeys:0 has no 'kty'", "as in the issuer's JWK Set"],
                },
                new("A kty in lower case", $"{Key}:kty=ec")
                {
                    Says = ["SigningKeys:0 has a 'kty' other than RSA, EC and oct"],
                },
                new("A key for another algorithm", "Issuers:0:Algorithms:0=RS256")
                {
                    Says = ["SigningKeys:0 fits none of the issuer's Algorithms", "Add the algorithm"],
                },
                new(
                    "An RSA key that is too short",
                    NoKeys,
                    "Issuers:0:Algorithms:0=RS256",
                    $"{Key}:pem={small.ExportSubjectPublicKeyInfoPem()}")
                {
                    Shown = "`HipaaJwt:Issuers:0:SigningKeys:0:pem` with 1024 bits",
                    Says = ["SigningKeys:0:pem has a modulus of 1024 bits", "2048"],
                },
                new("A key with its private part", $"{Key}:d={RawToken.Base64(new byte[32])}")
                {
                    Shown = "`{ \"kty\": \"EC\", …, \"d\": \"…\" }`",
                    Says = ["HipaaJwt:Issuers:0:SigningKeys", "contains its private part", "Remove the private part"],
                },
                new("An expired certificate", NoKeys, $"{Key}:x509={Certificate(pair, 2020, 2024)}")
                {
                    Shown = Certificate("2024-01-01"),
                    Says = ["SigningKeys:0:x509", "has expired", "2024-01-01", "2026-01-15", "Ask the issuer"],
                },
                new("A certificate that is not valid yet", NoKeys, $"{Key}:x509={Certificate(pair, 2027, 2028)}")
                {
                    Shown = Certificate("2028-01-01"),
                    Says = ["SigningKeys:0:x509", "not valid yet", "2027-01-01", "2026-01-15"],
                },
                new("A public key for decryption", "Decryption:Keys:0:pem=" + pair.ExportSubjectPublicKeyInfoPem())
                {
                    Shown = "`HipaaJwt:Decryption:Keys:0:pem = -----BEGIN PUBLIC KEY-----…`",
                    Says = ["HipaaJwt:Decryption:Keys:0:pem contains a public key instead of a private key", "cannot decrypt"],
                },
                .. DecryptionKeys(jwk),
            ];
        }
    }

    private static IEnumerable<WrongSetting> DecryptionKeys(JsonObject jwk) =>
    [
        new(
            "A JSON Web Key without its private part for decryption",
            "Decryption:Keys:0=" + jwk.ToJsonString(),
            "Decryption:KeyManagementAlgorithms=ECDH-ES",
            "Decryption:ContentEncryptionAlgorithms=A256GCM")
        {
            Shown = "`HipaaJwt:Decryption:Keys:0 = {\"kty\":\"EC\",…}`",
            Says = ["HipaaJwt:Decryption:Keys:0 has no private part", "complete key pair"],
        },
        new("Keys for decryption without algorithms", "Decryption:Keys:0:kty=oct", "Decryption:Keys:0:k=GawgguFyGrWKav7AX4VKUg")
        {
            Shown = "`Decryption:Keys` alone",
            Says = ["HipaaJwt:Decryption:KeyManagementAlgorithms is empty", "HipaaJwt:Decryption:ContentEncryptionAlgorithms is empty"],
        },
    ];

    private static string Text(string key) => $"`HipaaJwt__Issuers__0__SigningKeys__0={key}`";

    private static string Certificate(string until) => $"`HipaaJwt:Issuers:0:SigningKeys:0:x509`, valid until {until}";

    private static string Certificate(ECDsa pair, int from, int until)
    {
        var request = new CertificateRequest("CN=idp", pair, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Year(from), Year(until));
        return certificate.ExportCertificatePem();

        static DateTimeOffset Year(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
