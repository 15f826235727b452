using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tradewind.Transport.Tests;

/// <summary>
/// What an assembly shows to those who compile against it, read from its metadata without loading it or what it depends on: a line for
/// each public type and one for each public or protected member, with everything that a caller's code or binary depends on.
/// </summary>
internal sealed class PublicSurface
{
    private static readonly SignatureNames Names = new();
    private readonly MetadataReader _reader;
    private readonly SortedDictionary<string, SortedSet<string>> _types = new(StringComparer.Ordinal);

    private PublicSurface(MetadataReader reader)
    {
        _reader = reader;
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (IsVisible(type))
            {
                _types[SignatureNames.NameOf(reader, handle)] = [Describe(type), .. Interfaces(type), .. Members(type)];
            }
        }
    }

    /// <summary>The lines of each public type, by its full name.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Types => _types;

    public static PublicSurface Read(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        return new PublicSurface(file.GetMetadataReader());
    }

    /// <summary>The members of other assemblies an assembly uses, by the name of their type.</summary>
    public static IReadOnlyDictionary<string, SortedSet<string>> ReadUses(string assemblyPath, string namespacePrefix)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        MetadataReader reader = file.GetMetadataReader();
        var own = reader.TypeDefinitions.Select(handle => SignatureNames.NameOf(reader, handle)).ToHashSet(StringComparer.Ordinal);
        var uses = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (member.GetKind() != MemberReferenceKind.Method || member.Parent.Kind is not (HandleKind.TypeReference or HandleKind.TypeSpecification))
            {
                continue;
            }

            string name = SignatureNames.NameOf(reader, member.Parent);
            // A name made by the compiler begins with an angle bracket; others end before it, where type arguments follow.
            string owner = name.Contains("/<", StringComparison.Ordinal) ? string.Empty : name.Split('<')[0];
            if (owner.StartsWith(namespacePrefix, StringComparison.Ordinal) && !own.Contains(owner))
            {
                if (!uses.TryGetValue(owner, out SortedSet<string>? members))
                {
                    uses[owner] = members = new SortedSet<string>(StringComparer.Ordinal);
                }

                members.Add(Signature(reader.GetString(member.Name), member.DecodeMethodSignature(Names, default)));
            }
        }

        return uses;
    }

    /// <summary>The part of a member's line that a use of the member repeats.</summary>
    public static string WithoutModifiers(string line) => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    private static string Signature(string name, MethodSignature<string> signature) =>
        $"{signature.ReturnType} {name}{(signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "")}"
        + $"({string.Join(", ", signature.ParameterTypes)})";

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisible(_reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private string Describe(TypeDefinition type)
    {
        const TypeAttributes Shape = TypeAttributes.Interface | TypeAttributes.Abstract | TypeAttributes.Sealed;
        string generics = string.Join(", ", type.GetGenericParameters().Select(handle => Constraints(_reader.GetGenericParameter(handle))));
        return $"type: {type.Attributes & Shape} [{generics}] base {SignatureNames.NameOf(_reader, type.BaseType)}";
    }

    private IEnumerable<string> Interfaces(TypeDefinition type) => type.GetInterfaceImplementations()
        .Select(handle => $"implements: {SignatureNames.NameOf(_reader, _reader.GetInterfaceImplementation(handle).Interface)}");

    private string Constraints(GenericParameter parameter) =>
        $"{parameter.Attributes} {string.Join('&', parameter.GetConstraints().Select(handle => SignatureNames.NameOf(_reader, _reader.GetGenericParameterConstraint(handle).Type)))}".Trim();

    private IEnumerable<string> Members(TypeDefinition type)
    {
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = _reader.GetMethodDefinition(handle);
            if (IsVisible(method.Attributes))
            {
                const MethodAttributes Shape = MethodAttributes.Static | MethodAttributes.Virtual | MethodAttributes.Abstract | MethodAttributes.Final;
                string access = (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? "public" : "protected";
                string generics = string.Join(", ", method.GetGenericParameters().Select(parameter => Constraints(_reader.GetGenericParameter(parameter))));
                yield return $"{access} {method.Attributes & Shape} [{generics}]: "
                    + Signature(_reader.GetString(method.Name), method.DecodeSignature(Names, default))
                    + Parameters(method);
            }
        }

        foreach (FieldDefinitionHandle handle in type.GetFields())
        {
            FieldDefinition field = _reader.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem
                && (field.Attributes & FieldAttributes.SpecialName) == 0)
            {
                yield return $"field {field.Attributes & (FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.InitOnly)}: "
                    + $"{field.DecodeSignature(Names, default)} {_reader.GetString(field.Name)} = {Value(field.GetDefaultValue())}";
            }
        }
    }

    /// <summary>Names and optional values count: callers may name their arguments and leave some out.</summary>
    private string Parameters(MethodDefinition method)
    {
        IEnumerable<string> parameters = method.GetParameters()
            .Select(_reader.GetParameter)
            .Where(parameter => parameter.SequenceNumber > 0)
            .OrderBy(parameter => parameter.SequenceNumber)
            .Select(parameter => $"{_reader.GetString(parameter.Name)}{((parameter.Attributes & ParameterAttributes.Optional) != 0 ? $" = {Value(parameter.GetDefaultValue())}" : "")}");
        return $" ({string.Join(", ", parameters)})";
    }

    private string Value(ConstantHandle handle)
    {
        if (handle.IsNil)
        {
            return "none";
        }

        Constant constant = _reader.GetConstant(handle);
        return _reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)?.ToString() ?? "null";
    }
}
