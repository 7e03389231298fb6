using System.Text.Json;
using HipaaJwt.Keys;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Configuration;

/// <summary>Reads keys that configuration contains as one text, or as the path of a file. No message quotes the text.</summary>
internal static class KeyTextReader
{
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly Dictionary<KeyMaterial, string> Names = new()
    {
        [KeyMaterial.Unknown] = "text that is not key material",
        [KeyMaterial.MalformedJson] = "JSON that cannot be read",
        [KeyMaterial.JsonWebKey] = "one JSON Web Key",
        [KeyMaterial.JsonWebKeySet] = "a JWK Set",
        [KeyMaterial.PublicKey] = "a public key",
        [KeyMaterial.Certificate] = "a certificate",
        [KeyMaterial.PrivateKey] = "a private key",
        [KeyMaterial.Pkcs12] = "a PKCS#12 store, which may contain a private key",
    };

    /// <summary>Reads an entry that is a text, such as an environment variable or the secret of a vault.</summary>
    public static IEnumerable<(SecurityKey Key, string Path)> Read(string path, string text, KeyPurpose purpose)
    {
        var material = KeyMaterialText.Of(text);
        KeyMaterial[] accepted = purpose == KeyPurpose.Verify
            ? [KeyMaterial.JsonWebKey, KeyMaterial.JsonWebKeySet, KeyMaterial.PublicKey, KeyMaterial.Certificate]
            : [KeyMaterial.JsonWebKey, KeyMaterial.PrivateKey];
        return accepted.Contains(material.Kind)
            ? Create(path, material, null)
            : throw ConfigurationReader.Invalid(path, $"contains {Names[material.Kind]}. {RemedyFor(material.Kind, purpose)}");
    }

    /// <summary>Reads one of the members <c>pem</c>, <c>x509</c> and <c>jwks</c>: a text, or the path of a file.</summary>
    public static IEnumerable<(SecurityKey Key, string Path)> Read(IConfigurationSection member, string? keyId, KeyPurpose purpose)
    {
        var accepted = (member.Key.ToUpperInvariant(), purpose) switch
        {
            ("PEM", KeyPurpose.Verify) => KeyMaterial.PublicKey,
            ("PEM", _) => KeyMaterial.PrivateKey,
            ("X509", KeyPurpose.Verify) => KeyMaterial.Certificate,
            ("JWKS", KeyPurpose.Verify) => KeyMaterial.JsonWebKeySet,
            _ => throw ConfigurationReader.Invalid(
                member.Path, "cannot contain the private part that decryption needs. Write the key as a JSON Web Key or as pem."),
        };
        var material = KeyMaterialText.Of(member.Value ?? string.Empty);
        if (material.Kind == KeyMaterial.Unknown)
        {
            material = ReadFile(member, accepted);
        }

        return material.Kind == accepted
            ? Create(member.Path, material, string.IsNullOrEmpty(keyId) ? null : keyId)
            : throw ConfigurationReader.Invalid(
                member.Path, $"contains {Names[material.Kind]} instead of {Names[accepted]}. {RemedyFor(material.Kind, purpose)}");
    }

    private static KeyMaterialText ReadFile(IConfigurationSection member, KeyMaterial expected)
    {
        try
        {
            var file = new FileInfo(member.Value ?? string.Empty);
            return file.Length <= MaxFileBytes
                ? KeyMaterialText.OfFile(File.ReadAllBytes(file.FullName))
                : throw ConfigurationReader.Invalid(
                    member.Path, $"names a file of more than {MaxFileBytes} bytes. Write a smaller one.");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw ConfigurationReader.Invalid(
                member.Path,
                $"contains neither {Names[expected]} nor the path of a file that can be read ({exception.GetType().Name}). "
                + (expected == KeyMaterial.JsonWebKeySet ? "Write the JSON" : "Write the PEM, from -----BEGIN to the end")
                + ", or an existing path.");
        }
    }

    private static IEnumerable<(SecurityKey Key, string Path)> Create(string path, KeyMaterialText material, string? keyId)
    {
        switch (material.Kind)
        {
            case KeyMaterial.JsonWebKey:
                return [(JsonWebKeyOf(path, material.Text), path)];
            case KeyMaterial.JsonWebKeySet:
                using (var set = JsonDocument.Parse(material.Text))
                {
                    return
                    [
                        .. set.RootElement.GetProperty("keys").EnumerateArray()
                            .Select((key, index) => (Path: $"{path}:keys:{index}", Json: key.GetRawText()))
                            .Select(key => (JsonWebKeyOf(key.Path, key.Json), key.Path)),
                    ];
                }

            default:
                SecurityKey? read = material.Kind == KeyMaterial.Certificate
                    ? PemKeyReader.ReadCertificate(material.Text, keyId)
                    : PemKeyReader.ReadKey(material.Text, keyId);
                return read is not null
                    ? [(read, path)]
                    : throw ConfigurationReader.Invalid(
                        path,
                        $"contains {Names[material.Kind]} that cannot be read: it is encrypted, damaged, or neither RSA nor on an elliptic "
                        + "curve. Write it again, without a password.");
        }
    }

    private static JsonWebKey JsonWebKeyOf(string path, string json)
    {
        try
        {
            return new JsonWebKey(json);
        }
        catch (ArgumentException)
        {
            throw ConfigurationReader.Invalid(
                path, "is not a JSON Web Key. Write an object whose members are strings, except for the lists key_ops and x5c.");
        }
    }

    private static string RemedyFor(KeyMaterial found, KeyPurpose purpose) => (found, purpose) switch
    {
        (KeyMaterial.PrivateKey, KeyPurpose.Verify) =>
            "Everybody who reads it can sign tokens. Write the public key, which \"openssl pkey -pubout\" prints, and replace the private "
            + "key if others could read it.",
        (KeyMaterial.Pkcs12, KeyPurpose.Verify) => "Write the certificate alone, which \"openssl pkcs12 -nokeys\" prints.",
        (KeyMaterial.MalformedJson, _) => "Write the complete JSON, and escape its quotes as your shell or file requires.",
        (KeyMaterial.PublicKey, KeyPurpose.Decrypt) or (KeyMaterial.Certificate, KeyPurpose.Decrypt) =>
            "A public key cannot decrypt. Write the private key as a JSON Web Key or as pem.",
        (KeyMaterial.JsonWebKeySet, KeyPurpose.Decrypt) => "Write each of its keys as an entry of the list.",
        (KeyMaterial.Unknown, KeyPurpose.Decrypt) or (KeyMaterial.Pkcs12, _) => "Write the private key as a JSON Web Key or as pem.",
        (KeyMaterial.Unknown, _) =>
            "Write a JSON Web Key, a JWK Set, or a public key or certificate in PEM. Write a shared secret for HS256 as "
            + "{\"kty\":\"oct\",\"k\":\"…\"}, with at least 32 random bytes in base64url.",
        (KeyMaterial.PublicKey, _) => "Write it as pem.",
        (KeyMaterial.Certificate, _) => "Write it as x509.",
        (KeyMaterial.JsonWebKey, _) => "Write it as the entry itself, member by member or as one text.",
        _ => "Write it as jwks.",
    };
}
