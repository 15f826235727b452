using System.Collections.Concurrent;
using System.Reflection;

namespace Tradewind.Domain.Features;

/// <summary>
/// Copies an object with everything it holds. Indicators keep their windows in arrays inside of structs inside of nodes; copying them here, once for
/// all, keeps a second way of building each of them out of every kernel.
/// </summary>
internal static class StateCopy
{
    private static readonly MethodInfo s_shallow = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = new();

    /// <summary>A copy that shares nothing that can change. Objects that are held twice are held twice by the copy too.</summary>
    public static T Of<T>(T original)
        where T : class => (T)Copy(original, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    private static object Copy(object original, Dictionary<object, object> made)
    {
        Type type = original.GetType();
        if (original is string or Delegate or Type)
        {
            return original;
        }

        if (!type.IsValueType && made.TryGetValue(original, out object? before))
        {
            return before;
        }

        object copy = s_shallow.Invoke(original, null)!;
        if (!type.IsValueType)
        {
            made.Add(original, copy);
        }

        if (copy is Array array)
        {
            CopyItems(array, made);
            return copy;
        }

        foreach (FieldInfo field in s_fields.GetOrAdd(type, FieldsThatRefer))
        {
            if (field.GetValue(copy) is { } value)
            {
                field.SetValue(copy, Copy(value, made));
            }
        }

        return copy;
    }

    private static void CopyItems(Array array, Dictionary<object, object> made)
    {
        if (!Refers(array.GetType().GetElementType()!))
        {
            return;
        }

        for (int i = 0; i < array.Length; i++)
        {
            if (array.GetValue(i) is { } item)
            {
                array.SetValue(Copy(item, made), i);
            }
        }
    }

    private static FieldInfo[] FieldsThatRefer(Type type)
    {
        List<FieldInfo> fields = [];
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            fields.AddRange(level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => Refers(field.FieldType)));
        }

        return [.. fields];
    }

    private static bool Refers(Type type) => !type.IsPointer
        && (!type.IsValueType || (!type.IsPrimitive && !type.IsEnum && s_fields.GetOrAdd(type, FieldsThatRefer).Length > 0));
}
