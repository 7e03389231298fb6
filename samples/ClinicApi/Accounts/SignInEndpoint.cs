using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HipaaJwt;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicApi.Accounts;

/// <summary><c>POST /sign-in</c> verifies a password and starts a session. <c>POST /token</c> continues it.</summary>
internal static class SignInEndpoint
{
    public static void MapSignIn(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-in", SignInAsync)
            .AllowAnonymous()
            .RequireRateLimiting(SignInThrottle.Policy)
            .WithTags("Sessions")
            .WithSummary("Signs a user in");

    /// <summary>It is not cancelled when the client disconnects, so that its event is written.</summary>
    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignInAsync(
        SignInRequest request, PasswordCheck passwords, ITokenIssuer issuer, SignInAudit audit, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (account, problem) = await passwords.VerifyAsync(request.User, request.Password, CancellationToken.None);
        if (account is null || problem is not null)
        {
            return await audit.RecordFailureAsync(http, account, problem)
                ? TypedResults.Problem(
                    statusCode: StatusCodes.Status401Unauthorized, title: "The user or the password is wrong, or the user is locked out.")
                : Unavailable();
        }

        var result = await issuer.IssueAsync(CreateRequest(account, http), CancellationToken.None);
        return result.Tokens is { RefreshToken: { } refreshToken } tokens
            ? TypedResults.Ok(new TokenResponse(
                tokens.AccessToken, tokens.TokenType, (int)tokens.ExpiresIn.TotalSeconds, refreshToken))
            : Unavailable();
    }

    private static TokenRequest CreateRequest(Account account, HttpContext http) => new()
    {
        Subject = account.User,
        ClientId = ClinicIssuer.Client,
        Roles = [account.Role],
        Claims = account.Patient is { } patient ? new JsonObject { ["patient"] = patient } : null,
        AuthenticationMethods = ["pwd"],
        RemoteAddress = http.Connection.RemoteIpAddress,
        Device = http.Request.Headers.UserAgent,
        RequestId = http.TraceIdentifier,
    };

    private static ProblemHttpResult Unavailable() =>
        TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "Try again.");
}

public sealed record SignInRequest([Required, StringLength(64)] string User, [Required, StringLength(128)] string Password)
{
    /// <returns>The name of the type only, because the request contains a password.</returns>
    public override string ToString() => nameof(SignInRequest);
}

/// <summary>The response of a token endpoint (RFC 6749 section 5.1).</summary>
public sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken)
{
    /// <returns>The name of the type only, because the response contains tokens.</returns>
    public override string ToString() => nameof(TokenResponse);
}
