using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.Tool.Results;

/// <summary>A value, or the reason why there is none.</summary>
internal readonly struct Found<T>
    where T : class
{
    private readonly T? _value;
    private readonly Failure? _failure;

    private Found(T? value, Failure? failure)
    {
        _value = value;
        _failure = failure;
    }

    public static implicit operator Found<T>(T value) => new(value, null);

    public static implicit operator Found<T>(Failure failure) => new(null, failure);

    /// <summary>A value whose type is an interface, which has no implicit conversion.</summary>
    public static Found<T> Of(T value) => new(value, null);

    public bool Is([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure)
    {
        value = _value;
        failure = _value is null ? _failure! : null;
        return value is not null;
    }
}
