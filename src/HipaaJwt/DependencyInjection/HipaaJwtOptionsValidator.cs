using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Options are right when a plan can be built of them.</summary>
internal sealed class HipaaJwtOptionsValidator : IValidateOptions<HipaaJwtOptions>
{
    private readonly PlanBuilder _builder;

    public HipaaJwtOptionsValidator(PlanBuilder builder) => _builder = builder;

    public ValidateOptionsResult Validate(string? name, HipaaJwtOptions options)
    {
        List<string> problems = [];
        _builder.Build(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
