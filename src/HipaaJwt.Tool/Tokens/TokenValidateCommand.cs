using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Settings;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Trusts;

namespace HipaaJwt.Tool.Tokens;

/// <summary><c>token validate</c>: validates a token as a service with the same settings does.</summary>
internal sealed class TokenValidateCommand
{
    private readonly TokenInput _input = new();
    private readonly SettingsOptions _settings = new();
    private readonly ToolRunner _runner;

    private readonly Option<bool> _ignoreSender = new("--ignore-sender-constraint")
    {
        Description = "Accept a token that is bound to a key or certificate (DPoP, mutual TLS), which the tool cannot check.",
    };

    private TokenValidateCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var validate = new TokenValidateCommand(runner);
        var command = new Command("validate", "Validate a token with the issuers of settings files, as a service does.");
        validate._input.AddTo(command);
        validate._settings.AddTo(command);
        command.Add(validate._ignoreSender);
        return runner.Bind(
            command,
            async (parsed, cancellation) =>
                await validate.RunAsync(parsed, cancellation).ConfigureAwait(false) with { Warnings = validate._input.WarningsOf(parsed) },
            "hipaa-jwt token validate --settings appsettings.json < token.txt",
            "hipaa-jwt token validate --settings appsettings.json --settings appsettings.Production.json --file token.txt --json");
    }

    private async Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var environment = _runner.Environment;
        if (!_settings.Read(parsed).Is(out var section, out var failure)
            || !(await _input.ReadAsync(parsed, environment, cancellation).ConfigureAwait(false)).Is(out var token, out failure))
        {
            return failure;
        }

        if (!(await TrustHost.StartAsync(section, environment.Time, cancellation).ConfigureAwait(false)).Is(out var host, out failure))
        {
            return Failure.NotFound($"the token was not validated: {failure.Message}");
        }

        await using (host.ConfigureAwait(false))
        {
            await host.WaitForKeysAsync(cancellation).ConfigureAwait(false);
            var request = new JwtValidationRequest(token) { IgnoreSenderConstraint = parsed.GetValue(_ignoreSender) };
            var result = await host.Validator.ValidateAsync(request, cancellation).ConfigureAwait(false);
            return result.IsValid ? Accepted(result.Token, environment.Time.GetUtcNow()) : Rejected(result.Error);
        }
    }

    private static Report Accepted(ValidatedJwt token, DateTimeOffset now)
    {
        string[] permissions = [.. token.Permissions.Select(permission => permission.ToString())];
        const string notice = "Revocation and the checks that the application adds in code were not checked.";
        var text = new TextReport()
            .Line("VALID", Tone.Good)
            .Pairs(
                ("issuer", token.Issuer),
                ("subject", token.Subject),
                ("client", token.ClientId),
                ("token id", token.Id),
                ("expires", Age.WithTime(token.ExpiresAt, now)),
                ("permissions", permissions.Length == 0 ? "none" : string.Join(' ', permissions)))
            .Line(notice, Tone.Quiet);
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["valid"] = true,
            ["issuer"] = token.Issuer,
            ["subject"] = token.Subject,
            ["clientId"] = token.ClientId,
            ["tokenId"] = token.Id,
            ["expiresAt"] = token.ExpiresAt.UtcDateTime,
            ["permissions"] = JsonList.Of(permissions),
            ["notice"] = notice,
        });
    }

    /// <summary>A token that could not be validated, because keys are not available, is not called invalid.</summary>
    private static Report Rejected(JwtError error)
    {
        var code = error.IsUnavailable ? ExitCode.NotFound : ExitCode.Invalid;
        var text = new TextReport()
            .Line(error.IsUnavailable ? "NOT VALIDATED" : "REJECTED", Tone.Bad)
            .Pairs(("reason", error.ToString()))
            .Line("docs/errors.md explains the reason. hipaa-jwt doctor shows what is trusted.", Tone.Quiet);
        return new Report(code, text, new JsonObject
        {
            ["valid"] = false,
            ["unavailable"] = error.IsUnavailable,
            ["reasonCode"] = (int)error.Code,
            ["reason"] = error.Code.ToString(),
            ["member"] = error.Member,
        });
    }
}
