using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Policy;

/// <summary>
/// Options are valid if a policy can be built from them. The policy is kept with the options, so each instance of them is built
/// once.
/// </summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<HipaaJwtOptions>
{
    private readonly Func<string, ValidationPolicyBuilder?> _builderOf;
    private readonly ConditionalWeakTable<HipaaJwtOptions, ValidationPolicy> _policies = [];

    /// <param name="builderOf">Finds the builder of a trust by its name.</param>
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

    /// <summary>The policy of options that have been validated.</summary>
    public ValidationPolicy PolicyOf(HipaaJwtOptions options) => _policies.TryGetValue(options, out var policy)
        ? policy
        : throw new InvalidOperationException("The options were not validated: an IOptionsFactory<HipaaJwtOptions> was registered that does not validate. Remove it.");
}
