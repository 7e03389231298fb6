using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Revocations;

/// <summary>
/// The body of a request to revoke, read strictly: one JSON object with known members, each once and a string. A problem never repeats
/// text of the body.
/// </summary>
internal readonly record struct RevocationBody
{
    private const int MaxBytes = 16 * 1024;
    private const string IssuerMember = "issuer";
    private const string ReasonMember = "reason";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    private static readonly string Reasons = string.Join(", ", Enum.GetNames<RevocationReason>());

    private RevocationBody(string? problem) => Problem = problem;

    /// <summary>What is wrong with the body; null if it is valid.</summary>
    public string? Problem { get; }

    public string Issuer { get; private init; } = string.Empty;

    public string Identifier { get; private init; } = string.Empty;

    public RevocationReason Reason { get; private init; }

    /// <summary>Reads the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="identifierMember">The member that identifies what to revoke.</param>
    public static async ValueTask<RevocationBody> ReadAsync(HttpContext context, string identifierMember)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = await context.Request.Body.ReadAtLeastAsync(
                buffer.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
            return length > MaxBytes
                ? new RevocationBody($"The body is longer than {MaxBytes} bytes.")
                : Parse(buffer.AsMemory(0, length), identifierMember);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Returns the kind only, because the identifiers may be personal data.</summary>
    public override string ToString() => nameof(RevocationBody);

    private static RevocationBody Parse(ReadOnlyMemory<byte> json, string identifierMember)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement, identifierMember);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is thrown for strings that are not valid Unicode.
            return new RevocationBody("The body is not a JSON object without duplicate members, in UTF-8.");
        }
    }

    private static RevocationBody Read(JsonElement root, string identifierMember)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new RevocationBody("The body is not a JSON object.");
        }

        var (issuer, identifier, reason) = (string.Empty, string.Empty, RevocationReason.Unspecified);
        foreach (var member in root.EnumerateObject())
        {
            var value = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : string.Empty;
            if (member.NameEquals(IssuerMember))
            {
                issuer = value;
            }
            else if (member.NameEquals(identifierMember))
            {
                identifier = value;
            }
            else if (!member.NameEquals(ReasonMember))
            {
                return new RevocationBody(
                    $"The body has an unknown member. Known are {IssuerMember}, {identifierMember} and {ReasonMember}.");
            }
            else if (!TryReadReason(value, out reason))
            {
                return new RevocationBody($"The member {ReasonMember} is not one of {Reasons}.");
            }
        }

        return !IsIdentifier(issuer) ? Missing(IssuerMember)
            : !IsIdentifier(identifier) ? Missing(identifierMember)
            : new RevocationBody(null) { Issuer = issuer, Identifier = identifier, Reason = reason };
    }

    private static RevocationBody Missing(string member) =>
        new($"The member {member} is missing, empty, not a string, or contains control characters.");

    /// <summary>No accepted token has an identifier with control characters, so its revocation would have no effect.</summary>
    private static bool IsIdentifier(string value) => !string.IsNullOrWhiteSpace(value) && !value.Any(char.IsControl);

    /// <summary>Numbers are not names, so the parser of enumerations is too lenient.</summary>
    private static bool TryReadReason(string value, out RevocationReason reason)
    {
        foreach (var candidate in Enum.GetValues<RevocationReason>())
        {
            if (string.Equals(candidate.ToString(), value, StringComparison.OrdinalIgnoreCase))
            {
                reason = candidate;
                return true;
            }
        }

        reason = default;
        return false;
    }
}
