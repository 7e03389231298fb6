using HipaaJwt.PostgreSql.Schema;
using Microsoft.Extensions.Options;

namespace HipaaJwt.PostgreSql.DependencyInjection;

/// <summary>Validates the options of the stores at start.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options) =>
        SchemaName.IsValid(options.Schema)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{nameof(PostgreSqlStoreOptions)}.{nameof(PostgreSqlStoreOptions.Schema)}: '{options.Schema}' {SchemaName.Remedy}");
}
