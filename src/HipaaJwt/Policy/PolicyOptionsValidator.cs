using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Policy;

/// <summary>
/// Validates options by building a policy from them. Keeps the policy for each instance of the options, so it is built once.
/// </summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<HipaaJwtOptions>
{
    private readonly Func<string, ValidationPolicyBuilder?> _builderOf;
    private readonly ConditionalWeakTable<HipaaJwtOptions, ValidationPolicy> _policies = [];

    /// <param name="builderOf">Finds the builder of a trust by its name; null for an unknown trust.</param>
    public PolicyOptionsValidator(Func<string, ValidationPolicyBuilder?> builderOf) => _builderOf = builderOf;

    public ValidateOptionsResult Validate(string? name, HipaaJwtOptions options)
    {
        if (_builderOf(name ?? Options.DefaultName) is not { } builder)
        {
            return ValidateOptionsResult.Skip;
        }

        if (!builder.TryBuild(options, out var policy, out var problems))
        {
            return ValidateOptionsResult.Fail(problems);
        }

        _policies.AddOrUpdate(options, policy);
        return ValidateOptionsResult.Success;
    }

    /// <summary>Gets the policy of options that have been validated.</summary>
    /// <exception cref="InvalidOperationException">The options have not been validated.</exception>
    public ValidationPolicy PolicyOf(HipaaJwtOptions options) => _policies.TryGetValue(options, out var policy)
        ? policy
        : throw new InvalidOperationException(
            "The options have not been validated, because the registered IOptionsFactory<HipaaJwtOptions> does not validate. "
            + "Remove that registration.");
}
