using System.Security.Claims;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>
/// Revalidates the token before each decision of the application's authorization service, and records the decision. Endpoints, hubs
/// and imperative authorization all call that service, so no decision outlives its token or misses in the audit trail.
/// </summary>
internal sealed class AuditingAuthorizationService : IAuthorizationService
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Auditing";

    private readonly IAuthorizationService _inner;
    private readonly IAuthorizationPolicyProvider _policies;
    private readonly DecisionAudit _audit;
    private readonly IServiceProvider _services;

    public AuditingAuthorizationService(
        [FromKeyedServices(InnerKey)] IAuthorizationService inner,
        IAuthorizationPolicyProvider policies,
        DecisionAudit audit,
        IServiceProvider services)
    {
        _inner = inner;
        _policies = policies;
        _audit = audit;
        _services = services;
    }

    public Task<AuthorizationResult> AuthorizeAsync(
        ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements) =>
        RequestOfScope(resource) is { } request
            ? DecideInAsync(request, user, resource, requirements, null)
            : DecideAsync(user, resource, requirements);

    public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, string policyName) =>
        RequestOfScope(resource) is { } request
            ? DecideInAsync(request, user, resource, null, policyName)
            : DecideAsync(user, resource, policyName);

    /// <summary>Returns the request if neither the resource nor the running code knows it, but only the scope does.</summary>
    private HttpContext? RequestOfScope(object? resource) => _audit.KnowsRequestOf(resource) ? null : FindRequestOfScope();

    /// <summary>The scope is looked up here, because few decisions need it and this service is created for each request.</summary>
    private HttpContext? FindRequestOfScope()
    {
        try
        {
            return _audit.Current.ScopeOf(_services)?.Request;
        }
        catch (ObjectDisposedException)
        {
            // The request has ended, and code that it started decides.
            return null;
        }
    }

    /// <summary>
    /// Decides about a resource of the application. The requirements are singletons, so they do not know the scope, and need the request to
    /// find the token of a principal that the application has replaced.
    /// </summary>
    private async Task<AuthorizationResult> DecideInAsync(
        HttpContext request,
        ClaimsPrincipal user,
        object? resource,
        IEnumerable<IAuthorizationRequirement>? requirements,
        string? policyName)
    {
        _audit.Current.Ambient = request;
        try
        {
            var deciding = policyName is null ? DecideAsync(user, resource, requirements!) : DecideAsync(user, resource, policyName);
            return await deciding.ConfigureAwait(false);
        }
        finally
        {
            // Background work that the application started meanwhile must not see a request that has ended.
            _audit.Current.Ambient = null;
        }
    }

    private Task<AuthorizationResult> DecideAsync(
        ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements)
    {
        var call = _audit.CreateCall(user, resource, requirements, null);
        if (_audit.Revalidate(call) is { IsNone: false } error)
        {
            return _audit.RefuseAsync(error, call);
        }

        var deciding = _inner.AuthorizeAsync(user, resource, requirements);
        return _audit.IsEnabled ? _audit.RecordAsync(deciding, call) : deciding;
    }

    private async Task<AuthorizationResult> DecideAsync(ClaimsPrincipal user, object? resource, string policyName)
    {
        var call = _audit.CreateCall(user, resource, [], policyName);
        if (_audit.Revalidate(call) is { IsNone: false } error)
        {
            var complete = await AddRequirementsAsync(call, policyName).ConfigureAwait(false);
            return await _audit.RefuseAsync(error, complete).ConfigureAwait(false);
        }

        var deciding = _inner.AuthorizeAsync(user, resource, policyName);
        await deciding.ConfigureAwait(false);
        return _audit.IsEnabled
            ? await _audit.RecordAsync(deciding, await AddRequirementsAsync(call, policyName).ConfigureAwait(false)).ConfigureAwait(false)
            : await deciding.ConfigureAwait(false);
    }

    private async ValueTask<AuthorizationCall> AddRequirementsAsync(AuthorizationCall call, string policyName) =>
        call with { Requirements = (await _policies.GetPolicyAsync(policyName).ConfigureAwait(false))?.Requirements ?? [] };
}
