using System.Globalization;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Redis.Servers;

/// <summary>Validates the options when they are first read.</summary>
internal sealed class RedisStoreOptionsValidator : IValidateOptions<RedisStoreOptions>
{
    private const int MaxPrefixLength = 64;
    private const int MaxReplicas = 16;

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        string[] problems = [.. CheckPrefix(options.KeyPrefix), .. CheckReplicas(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> CheckPrefix(string? prefix)
    {
        if (prefix is not { Length: > 0 and <= MaxPrefixLength } || !prefix.All(IsAllowed))
        {
            yield return $"RedisStoreOptions.KeyPrefix: is not 1 to {MaxPrefixLength} ASCII letters, digits, '.', '_', '-' and ':'. "
                + "Write for example 'hipaajwt', without braces: they are added.";
        }
    }

    private static IEnumerable<string> CheckReplicas(RedisStoreOptions options)
    {
        if (options.WaitForReplicas is < 0 or > MaxReplicas)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"RedisStoreOptions.WaitForReplicas: is {options.WaitForReplicas}. Set it to 0 to {MaxReplicas}.");
        }
        else if (options.SingleNode && options.WaitForReplicas > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"RedisStoreOptions.WaitForReplicas: is {options.WaitForReplicas}, but SingleNode says that there are no replicas, so no "
                + $"revocation could be acknowledged. Set it to 0, or set SingleNode to false.");
        }
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or ':';
}
