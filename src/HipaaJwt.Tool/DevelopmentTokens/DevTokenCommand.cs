using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Settings;
using HipaaJwt.Tool.Terminal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tool.DevelopmentTokens;

/// <summary>
/// <c>dev token</c>: writes a token that a service with <c>AddDevelopmentTokens</c> accepts in Development. The key pair is created once,
/// in the user secrets of the project.
/// </summary>
internal sealed class DevTokenCommand
{
    /// <summary>Files of a project whose first issuer has the audience of the service, in the order in which they are searched.</summary>
    private static readonly string[] DefaultFiles = ["appsettings.Development.json", "appsettings.json"];

    private readonly TokenClaims _claims = new();

    private readonly Option<string[]> _audiences = new("--audience")
    {
        Description = "An audience. Repeat it for further ones. The default is that of the first issuer in the settings, or hipaa-jwt-dev.",
        HelpName = "NAME",
    };

    private readonly Option<string> _project = new("--project")
    {
        Description = "The project, or its folder. The default is the current folder.",
        HelpName = "PATH",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string[]> _files = new("--settings")
    {
        Description = "A settings file with the audience. The default is appsettings.Development.json, then appsettings.json.",
        HelpName = "FILE",
    };

    private readonly Option<string> _section = new("--section")
    {
        Description = "The section with the options of HipaaJwt.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "HipaaJwt",
    };

    private readonly ToolRunner _runner;

    private DevTokenCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var token = new DevTokenCommand(runner);
        return runner.Bind(
            new Command("token", "Write a token that a service with AddDevelopmentTokens() accepts in Development.")
                .AddAll([.. token._claims.Options, token._audiences, token._project, token._files, token._section]),
            (parsed, _) => Task.FromResult(token.Run(parsed)),
            "hipaa-jwt dev token --role physician",
            "hipaa-jwt dev token --role nurse --scope chart.read --subject dr.rivera --claim department=pharmacy --lifetime 00:10:00",
            "hipaa-jwt dev token --project src/Charts --role physician > token.txt");
    }

    private Report Run(ParseResult parsed)
    {
        var environment = _runner.Environment;
        if (!_claims.Read(parsed, environment).Is(out var claims, out var failure)
            || !DevelopmentProject.Open(parsed.GetRequiredValue(_project)).Is(out var project, out failure)
            || !Audiences(parsed, project).Is(out var audiences, out failure)
            || !UserSecrets.Open(project.UserSecretsId, environment.Variable).Is(out var secrets, out failure)
            || !DevelopmentKey.Open(secrets.KeyFile).Is(out var key, out failure))
        {
            return failure;
        }

        using (key)
        {
            claims["aud"] = audiences is [var single] ? single : audiences;
            return secrets.Trust(key, audiences) ?? Describe(Sign(claims, key), claims, key, secrets, project);
        }
    }

    private Found<string[]> Audiences(ParseResult parsed, DevelopmentProject project)
    {
        if (parsed.GetValue(_audiences) is { Length: > 0 } named)
        {
            return named;
        }

        var section = parsed.GetRequiredValue(_section);
        var isNamed = parsed.GetValue(_files) is { Length: > 0 };
        string[] files = isNamed ? parsed.GetRequiredValue(_files) : [.. DefaultFiles.Select(file => Path.Combine(project.Folder, file))];
        foreach (var file in files.Where(file => isNamed || File.Exists(file)))
        {
            if (SettingsFiles.Read([file], section).Is(out var settings, out var failure))
            {
                if (settings["Issuers:0:Audiences:0"] is { Length: > 0 } audience)
                {
                    return Found<string[]>.Of([audience]);
                }
            }
            else if (isNamed)
            {
                return failure;
            }
        }

        return Found<string[]>.Of([TokenClaims.Issuer]);
    }

    private static string Sign(Dictionary<string, object> claims, DevelopmentKey key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            TokenType = "at+jwt",
            SigningCredentials = key.Credentials,
        });

    private static Report Describe(
        string token, Dictionary<string, object> claims, DevelopmentKey key, UserSecrets secrets, DevelopmentProject project) => new(
        ExitCode.Ok,
        new TextReport().Whole(token),
        new JsonObject
        {
            ["token"] = token,
            ["issuer"] = (string)claims["iss"],
            ["subject"] = (string)claims["sub"],
            ["tokenId"] = (string)claims["jti"],
            ["expiresAt"] = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]).UtcDateTime,
            ["keyId"] = key.KeyId,
            ["userSecrets"] = secrets.File,
        })
        {
            Warnings =
        [
            .. project.IsNew ? [$"added UserSecretsId to {project.File}. Build the service again."] : Array.Empty<string>(),
            .. key.IsNew
                ? [$"created a development key, and trusted it in {secrets.File}. A service with AddDevelopmentTokens() accepts it in "
                    + "Development only."]
                : Array.Empty<string>(),
        ],
        };
}
