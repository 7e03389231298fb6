using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Policies;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>
/// Stops the start if endpoints require authorization and no scheme can provide it. Without it, the first request would fail with 500.
/// <c>AddHipaaJwt</c> adds it by its name.
/// </summary>
internal sealed class MissingSchemeValidator : IHostedLifecycleService
{
    private readonly IServiceProvider _services;
    private readonly bool _hasScheme;

    public MissingSchemeValidator(IServiceProvider services, IEnumerable<SchemeTrust> schemes)
    {
        _services = services;
        _hasScheme = schemes.Any();
    }

    /// <summary>The endpoints exist when the server has started.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => _hasScheme ? Task.CompletedTask : ValidateEndpointsAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ValidateEndpointsAsync()
    {
        var hasOtherScheme = _services.GetService<IAuthenticationSchemeProvider>() is { } provider
            && (await provider.GetAllSchemesAsync().ConfigureAwait(false)).Any();
        var endpoints = _services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        if (endpoints.FirstOrDefault(endpoint => Needs(endpoint, hasOtherScheme)) is { } endpoint)
        {
            throw new InvalidOperationException(
                $"The endpoint \"{PermissionEndpointValidator.NameOf(endpoint)}\" requires authorization, but no scheme validates tokens. "
                + MissingScheme.Remedy);
        }
    }

    private static bool Needs(Endpoint endpoint, bool hasOtherScheme) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Any(data => !hasOtherScheme || IsOwn(data.Policy));

    private static bool IsOwn(string? policy) =>
        PermissionCriteria.Parse(policy) is not null || policy?.StartsWith(StepUpCriteria.Prefix, StringComparison.Ordinal) == true;
}
