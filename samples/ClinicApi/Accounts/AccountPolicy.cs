using HipaaJwt;

namespace ClinicApi.Accounts;

/// <summary>Continues the sessions of active accounts, with the role that the user has now.</summary>
internal sealed class AccountPolicy(AccountStore accounts) : IRefreshPolicy
{
    public async ValueTask<RefreshDecision> DecideAsync(RefreshContext context, CancellationToken cancellationToken) =>
        await accounts.FindAsync(context.Subject, cancellationToken) is { IsActive: true } account
            ? RefreshDecision.Continue with { Roles = [account.Role] }
            : RefreshDecision.End;
}
