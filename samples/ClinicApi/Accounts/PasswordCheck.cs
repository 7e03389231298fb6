using Microsoft.AspNetCore.Identity;

namespace ClinicApi.Accounts;

/// <summary>Verifies passwords. It takes the same time for users that do not exist.</summary>
internal sealed class PasswordCheck(AccountStore accounts, SignInAttempts attempts, IPasswordHasher<Account> hasher)
{
    private readonly Account _nobody = WithHash(hasher, new Account("nobody", string.Empty, "none", null, IsActive: false));

    public async Task<PasswordCheckResult> VerifyAsync(string user, string password, CancellationToken cancellationToken)
    {
        var isAllowed = await attempts.TakeAsync(user, cancellationToken);
        var account = await accounts.FindAsync(user, cancellationToken);
        var verified = account ?? _nobody;
        var isRight = hasher.VerifyHashedPassword(verified, verified.PasswordHash, password) != PasswordVerificationResult.Failed;
        var problem = !isAllowed ? "locked"
            : account is null ? "user"
            : !isRight ? "password"
            : !account.IsActive ? "disabled"
            : null;
        if (problem is null)
        {
            await attempts.ForgetAsync(user, cancellationToken);
        }

        return new PasswordCheckResult(account, problem);
    }

    private static Account WithHash(IPasswordHasher<Account> hasher, Account account) =>
        account with { PasswordHash = hasher.HashPassword(account, Guid.NewGuid().ToString()) };
}

/// <summary>The result of a password check.</summary>
/// <param name="Account">The account; null if there is none.</param>
/// <param name="Problem">Why the user may not sign in, for the audit log alone; null if the user may.</param>
internal sealed record PasswordCheckResult(Account? Account, string? Problem);
