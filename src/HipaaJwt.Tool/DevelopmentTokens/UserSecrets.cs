using System.Text.Json;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.DevelopmentTokens;

/// <summary>The user secrets of a project, outside of its repository. The service reads them in Development.</summary>
internal sealed class UserSecrets
{
    /// <summary>The section that <c>AddDevelopmentTokens</c> reads.</summary>
    private const string Section = "HipaaJwtDevelopment";

    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _folder;

    private UserSecrets(string folder) => _folder = folder;

    public string File => Path.Combine(_folder, "secrets.json");

    public string KeyFile => Path.Combine(_folder, "hipaa-jwt-dev.pem");

    /// <summary>Opens the folder that the SDK uses: it prefers APPDATA to HOME, on all systems.</summary>
    public static Found<UserSecrets> Open(string userSecretsId, Func<string, string?> variable)
    {
        var root = variable("APPDATA") is { Length: > 0 } data ? Path.Combine(data, "Microsoft", "UserSecrets")
            : variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".microsoft", "usersecrets")
            : variable("DOTNET_USER_SECRETS_FALLBACK_DIR") is { Length: > 0 } fallback ? Path.Combine(fallback, ".microsoft", "usersecrets")
            : null;
        if (root is null)
        {
            return Failure.NotFound("the folder of user secrets is unknown. Set HOME, or on Windows APPDATA.");
        }

        var folder = Path.Combine(root, userSecretsId);
        return PrivateFiles.CreateDirectory(folder) is { } failure ? failure : new UserSecrets(folder);
    }

    /// <summary>Makes the service trust the public key for the audiences, in Development. All other secrets stay as they are.</summary>
    public Failure? Trust(DevelopmentKey key, IEnumerable<string> audiences)
    {
        if (!ReadAll().Is(out var secrets, out var failure))
        {
            return failure;
        }

        string[] all = [.. audiences.Union(AudiencesOf(secrets), StringComparer.Ordinal)];
        foreach (var name in secrets.Select(secret => secret.Key).Where(IsOfSection).ToArray())
        {
            secrets.Remove(name);
        }

        secrets[Section] = new JsonObject
        {
            ["Audiences"] = new JsonArray([.. all.Select(audience => JsonValue.Create(audience))]),
            ["SigningKeys"] = new JsonArray(key.PublicJwk()),
        };
        var temporary = $"{File}.{Guid.NewGuid():N}";
        if (PrivateFiles.Create(temporary, secrets.ToJsonString(Indented)) is { } problem)
        {
            return problem;
        }

        System.IO.File.Move(temporary, File, overwrite: true);
        return null;
    }

    /// <summary>The audiences in both notations: nested, and flat as <c>dotnet user-secrets</c> writes it.</summary>
    private static IEnumerable<string> AudiencesOf(JsonObject secrets)
    {
        var nested = (secrets[Section] as JsonObject)?["Audiences"] as JsonArray ?? [];
        var flat = secrets.Where(secret => secret.Key.StartsWith(Section + ":Audiences:", StringComparison.OrdinalIgnoreCase))
            .Select(secret => secret.Value);
        return nested.Concat(flat).OfType<JsonValue>().Select(value => value.ToString());
    }

    private static bool IsOfSection(string name) =>
        name.Equals(Section, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Section + ":", StringComparison.OrdinalIgnoreCase);

    private Found<JsonObject> ReadAll()
    {
        if (!System.IO.File.Exists(File))
        {
            return new JsonObject();
        }

        if (!TextFiles.Read(File, "the file of user secrets").Is(out var text, out var failure))
        {
            return failure;
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: Json) as JsonObject is { } secrets
                ? secrets
                : Failure.NotFound($"the file of user secrets {File} is not one JSON object.");
        }
        catch (JsonException exception)
        {
            return Failure.NotFound($"the file of user secrets {File} is not JSON: line {exception.LineNumber + 1}.");
        }
    }
}
