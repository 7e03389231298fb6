using System.CodeDom.Compiler;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace HipaaJwt.Tests.Support;

/// <summary>Types that write themselves as text, and what such a text contains of their fields.</summary>
public static class PrintedType
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The types of an assembly with a <c>ToString</c> of their own, a record's generated one included.</summary>
    public static IEnumerable<Type> In(Assembly assembly) => assembly.GetTypes().Where(type =>
        type is { IsAbstract: false, IsEnum: false, IsByRefLike: false, ContainsGenericParameters: false }
        && type.GetCustomAttribute<GeneratedCodeAttribute>() is null
        && type.GetMethod(nameof(ToString), Declared, Type.EmptyTypes) is not null);

    /// <summary>The text of an instance whose fields all contain the canary, as far as text or bytes fit into them.</summary>
    public static string Print(Type type, string canary) => Fill(type, canary, depth: 0)?.ToString() ?? string.Empty;

    private static object? Fill(Type type, string canary, int depth)
    {
        if (ValueOf(type, canary) is { } value)
        {
            return value;
        }

        if (depth > 3 || type.Assembly.GetName().Name?.StartsWith("HipaaJwt", StringComparison.Ordinal) != true || type.IsAbstract || type.IsEnum || type.IsArray || typeof(Delegate).IsAssignableFrom(type))
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
