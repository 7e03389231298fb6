using System.CommandLine;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Verification;

/// <summary>The option that names trusted keys: files with verifier keys or a public key in PEM, or verifier keys themselves.</summary>
internal sealed class KeyOption
{
    private const string Forms = "It must contain verifier keys (name+keyid+base64), one a line, or a public key on P-256 in PEM.";

    public Option<string[]> Option { get; } = new("--key")
    {
        Description = "A trusted key: a file with verifier keys or a public key in PEM, or a verifier key. Repeat it for further keys.",
        HelpName = "FILE|VKEY",
    };

    public Found<List<AuditLogVerifierKey>> Read(ParseResult parsed)
    {
        List<AuditLogVerifierKey> keys = [];
        foreach (var value in parsed.GetValue(Option) ?? [])
        {
            if (!Read(value).Is(out var found, out var failure))
            {
                return failure;
            }

            keys.AddRange(found);
        }

        return keys;
    }

    private static Found<AuditLogVerifierKey[]> Read(string value)
    {
        if (!File.Exists(value) && value.Contains('+', StringComparison.Ordinal))
        {
            return AuditLogVerifierKey.TryParse(value, out var key)
                ? (AuditLogVerifierKey[])[key]
                : Failure.Usage($"{value} is neither a file nor a verifier key (name+keyid+base64).");
        }

        return TextFiles.Read(value, "the key file").Is(out var text, out var failure) ? Parse(value, text) : failure;
    }

    private static Found<AuditLogVerifierKey[]> Parse(string path, string text)
    {
        if (AuditLogVerifierKey.TryParsePem(text, out var publicKey))
        {
            return (AuditLogVerifierKey[])[publicKey];
        }

        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return Failure.NotFound(
                $"the key file {path} contains a private key. Write its public half to a file, and name that file: "
                + $"hipaa-jwt audit keys public {path} > audit-public.pem");
        }

        List<AuditLogVerifierKey> keys = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!AuditLogVerifierKey.TryParse(line, out var key))
            {
                return Failure.NotFound($"the key file {path} is malformed. {Forms}");
            }

            keys.Add(key);
        }

        return keys.Count > 0 ? keys.ToArray() : Failure.NotFound($"the key file {path} is empty. {Forms}");
    }
}
