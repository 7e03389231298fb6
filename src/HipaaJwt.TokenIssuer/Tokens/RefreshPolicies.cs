using HipaaJwt.TokenIssuer.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Asks the refresh policy of the application, in a scope of its own. Without a policy, sessions go on.</summary>
internal sealed class RefreshPolicies
{
    private readonly IServiceScopeFactory _scopes;
    private readonly StoreCalls _calls;
    private readonly bool _hasPolicy;

    public RefreshPolicies(IServiceScopeFactory scopes, IServiceProviderIsService registered, StoreCalls calls)
    {
        _scopes = scopes;
        _calls = calls;
        _hasPolicy = registered.IsService(typeof(IRefreshPolicy));
    }

    /// <exception cref="SessionStoreUnavailableException">The policy failed or took too long.</exception>
    public ValueTask<RefreshDecision> DecideAsync(RefreshContext context, CancellationToken cancellationToken) => _hasPolicy
        ? _calls.RunAsync(limit => AskAsync(context, limit), cancellationToken)
        : new(RefreshDecision.Continue);

    private async ValueTask<RefreshDecision> AskAsync(RefreshContext context, CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return await scope.ServiceProvider.GetRequiredService<IRefreshPolicy>().DecideAsync(context, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
