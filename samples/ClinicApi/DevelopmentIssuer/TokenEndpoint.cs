using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicApi.DevelopmentIssuer;

/// <summary>FOR DEVELOPMENT ONLY: <c>POST /dev/token</c> issues a token without authentication.</summary>
internal static class TokenEndpoint
{
    public static void MapDevelopmentIssuer(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/dev/token", IssueToken)
            .AllowAnonymous()
            .WithTags("Development")
            .WithSummary("For development only: issues a token for a demo user");

    private static Results<Ok<TokenResponse>, NotFound<string>> IssueToken(TokenRequest request, Issuer issuer)
    {
        var user = DemoUser.Find(request.User);
        return user is null
            ? TypedResults.NotFound($"Unknown user. Known users: {string.Join(", ", DemoUser.All.Select(known => known.Name))}.")
            : TypedResults.Ok(new TokenResponse(issuer.IssueToken(user), "Bearer", (int)Issuer.Lifetime.TotalSeconds));
    }
}

public sealed record TokenRequest(string User);

/// <summary>The response of a token endpoint (RFC 6749 section 5.1).</summary>
public sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);
