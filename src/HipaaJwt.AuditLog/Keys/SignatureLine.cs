namespace HipaaJwt.AuditLog.Keys;

/// <summary>One signature of a note: <c>— name base64(key id ‖ signature)</c>.</summary>
internal sealed record SignatureLine(string Name, byte[] KeyId, byte[] Value)
{
    private const string Prefix = "— ";

    public static SignatureLine? Parse(string line)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = line[Prefix.Length..].Split(' ');
        return parts.Length == 2 && parts[0].Length > 0 && !parts[0].Contains('+', StringComparison.Ordinal)
            && Base64Text.TryDecode(parts[1], out var bytes) && bytes.Length > NoteSignature.KeyIdLength
            ? new SignatureLine(parts[0], bytes[..NoteSignature.KeyIdLength], bytes[NoteSignature.KeyIdLength..])
            : null;
    }

    public string ToLine() => $"{Prefix}{Name} {Convert.ToBase64String([.. KeyId, .. Value])}\n";
}
