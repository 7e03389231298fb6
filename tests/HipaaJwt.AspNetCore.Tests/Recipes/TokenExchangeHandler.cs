namespace HipaaJwt.AspNetCore.Tests.Recipes;

#pragma warning disable IDE0065 // The region is what an application writes into a file, so it contains the usings too.

#region token-exchange
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

public sealed class TokenExchangeOptions
{
    public string Address { get; set; } = string.Empty;

    public string ClientId { get; set; } = string.Empty;

    public string ClientSecret { get; set; } = string.Empty;

    public string Audience { get; set; } = string.Empty;
}

public static class TokenExchangeRegistration
{
    public static IHttpClientBuilder AddTokenExchange(this IHttpClientBuilder builder, Action<TokenExchangeOptions> configure)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddTransient<TokenExchangeHandler>();
        builder.Services.Configure(configure);
        return builder.AddHttpMessageHandler<TokenExchangeHandler>();
    }
}

public sealed class TokenExchangeHandler(
    IHttpContextAccessor contexts, IHttpClientFactory clients, IOptions<TokenExchangeOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.SetBearerToken(await ExchangeAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<string> ExchangeAsync(CancellationToken cancellationToken)
    {
        if (contexts.HttpContext is not { } context || await context.GetTokenAsync("access_token") is not { } token)
        {
            throw new InvalidOperationException("There is no token of a caller here. Set SaveToken, and require authorization.");
        }

        using var issuer = clients.CreateClient("issuer");
        using var exchange = new TokenExchangeTokenRequest
        {
            Address = options.Value.Address,
            ClientId = options.Value.ClientId,
            ClientSecret = options.Value.ClientSecret,
            SubjectToken = token,
            SubjectTokenType = OidcConstants.TokenTypeIdentifiers.AccessToken,
            Audience = options.Value.Audience,
        };
        var response = await issuer.RequestTokenExchangeTokenAsync(exchange, cancellationToken);
        return response.IsError || response.AccessToken is null
            ? throw new HttpRequestException($"The issuer did not exchange the token: {response.Error}.")
            : response.AccessToken;
    }
}
#endregion
