using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace HipaaJwt.Keys;

/// <summary>A text of key material, and what it is. It reads keys, but never quotes the text.</summary>
internal sealed class KeyMaterialText
{
    private const int MinDerBytes = 32;

    private KeyMaterialText(KeyMaterial kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    public KeyMaterial Kind { get; }

    /// <summary>JSON or PEM, whatever the text was.</summary>
    public string Text { get; }

    /// <summary>Recognizes a text. PEM may contain "\n" instead of line breaks, as in environment variables.</summary>
    public static KeyMaterialText Of(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('{'))
        {
            return new KeyMaterialText(KindOfJson(trimmed), trimmed);
        }

        var pem = trimmed.Replace("\\n", "\n", StringComparison.Ordinal);
        if (pem.Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return new KeyMaterialText(KindOfPem(pem), pem);
        }

        var der = new byte[trimmed.Length];
        return Convert.TryFromBase64String(trimmed, der, out var length) && length >= MinDerBytes
            ? OfDer(der.AsSpan(0, length))
            : new KeyMaterialText(KeyMaterial.Unknown, trimmed);
    }

    /// <summary>Recognizes the content of a file: text, or DER.</summary>
    public static KeyMaterialText OfFile(byte[] content) => content is [0x30, ..]
        ? OfDer(content)
        : Of(System.Text.Encoding.UTF8.GetString(content).TrimStart('\uFEFF'));

    private static KeyMaterial KindOfJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                ? KeyMaterial.JsonWebKeySet
                : KeyMaterial.JsonWebKey;
        }
        catch (JsonException)
        {
            return KeyMaterial.MalformedJson;
        }
    }

    /// <summary>A text with several blocks is what is most secret in it.</summary>
    private static KeyMaterial KindOfPem(string pem)
    {
        var kind = KeyMaterial.Unknown;
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            switch (rest[block.Label])
            {
                case var label when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal):
                    return KeyMaterial.PrivateKey;
                case "CERTIFICATE":
                    kind = KeyMaterial.Certificate;
                    break;
                case "PUBLIC KEY" or "RSA PUBLIC KEY" when kind == KeyMaterial.Unknown:
                    kind = KeyMaterial.PublicKey;
                    break;
            }

            rest = rest[block.Location.End..];
        }

        return kind;
    }

    private static KeyMaterialText OfDer(ReadOnlySpan<byte> der)
    {
        var (kind, label) = CertificateKindOf(der) switch
        {
            X509ContentType.Cert => (KeyMaterial.Certificate, "CERTIFICATE"),
            X509ContentType.Pkcs12 => (KeyMaterial.Pkcs12, null),
            _ when CanImport(der, static (key, bytes) => key.ImportSubjectPublicKeyInfo(bytes, out _)) =>
                (KeyMaterial.PublicKey, "PUBLIC KEY"),
            _ when CanImport(der, static (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _)) =>
                (KeyMaterial.PrivateKey, "PRIVATE KEY"),
            _ => (KeyMaterial.Unknown, null),
        };
        return new KeyMaterialText(kind, label is null ? string.Empty : PemEncoding.WriteString(label, der));
    }

    private static X509ContentType CertificateKindOf(ReadOnlySpan<byte> der)
    {
        try
        {
            return X509Certificate2.GetCertContentType(der);
        }
        catch (CryptographicException)
        {
            return X509ContentType.Unknown;
        }
    }

    private static bool CanImport(ReadOnlySpan<byte> der, Import import)
    {
        using var rsa = RSA.Create();
        using var ecdsa = ECDsa.Create();
        return CanImport(rsa, der, import) || CanImport(ecdsa, der, import);
    }

    private static bool CanImport(AsymmetricAlgorithm key, ReadOnlySpan<byte> der, Import import)
    {
        try
        {
            import(key, der);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private delegate void Import(AsymmetricAlgorithm key, ReadOnlySpan<byte> der);
}
