using System.CodeDom.Compiler;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace HipaaJwt.Tests.Support;

/// <summary>Finds types with their own <c>ToString</c>, and formats instances of them with marked fields.</summary>
public static class PrintedType
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Gets the types of an assembly that declare <c>ToString</c>, including the generated one of records.</summary>
    public static IEnumerable<Type> In(Assembly assembly) => assembly.GetTypes().Where(type =>
        type is { IsAbstract: false, IsEnum: false, IsByRefLike: false, ContainsGenericParameters: false }
        && type.GetCustomAttribute<GeneratedCodeAttribute>() is null
        && type.GetMethod(nameof(ToString), Declared, Type.EmptyTypes) is not null);

    /// <summary>Formats an instance in which all fields that can hold text or bytes contain the canary.</summary>
    public static string Print(Type type, string canary) => Fill(type, canary, depth: 0)?.ToString() ?? string.Empty;

    private static object? Fill(Type type, string canary, int depth)
    {
        if (ValueOf(type, canary) is { } value)
        {
            return value;
        }

        var isOwnType = type.Assembly.GetName().Name?.StartsWith("HipaaJwt", StringComparison.Ordinal) == true;
        if (depth > 3 || !isOwnType || type.IsAbstract || type.IsEnum || type.IsArray || typeof(Delegate).IsAssignableFrom(type))
        {
            return null;
        }

        var instance = RuntimeHelpers.GetUninitializedObject(type);
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Declared))
            {
                var fieldType = Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
                if (!fieldType.IsByRefLike && fieldType != type && Fill(fieldType, canary, depth + 1) is { } content)
                {
                    field.SetValue(instance, content);
                }
            }
        }

        return instance;
    }

    private static object? ValueOf(Type type, string canary) => type switch
    {
        _ when type == typeof(string) => canary,
        _ when type == typeof(ReadOnlyMemory<char>) => canary.AsMemory(),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(canary)),
        _ when type == typeof(byte[]) => Encoding.UTF8.GetBytes(canary),
        _ when type == typeof(Uri) => new Uri("https://example.org/" + canary),
        _ when type == typeof(ImmutableArray<string>) => ImmutableArray.Create(canary),
        _ when type.IsAssignableFrom(typeof(string[])) && type != typeof(object) => new[] { canary },
        _ => null,
    };
}
