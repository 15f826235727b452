using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Tradewind.Transport.Tests;

/// <summary>Writes the types of a signature as text, without the assemblies they come from: those differ, the names must not.</summary>
internal sealed class SignatureNames : ISignatureTypeProvider<string, SignatureNames.Scope>
{
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NameOf(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => NameOf(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, Scope genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(Scope genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(Scope genericContext, int index) => $"!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        isRequired ? $"{unmodifiedType} required({modifier})" : unmodifiedType;

    /// <summary>The full name of a type, nested types after their owner and a slash.</summary>
    public static string NameOf(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            // An interface has no base.
            case HandleKind.TypeDefinition when handle.IsNil:
                return "nothing";
            case HandleKind.TypeDefinition:
                TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
                TypeDefinitionHandle owner = definition.GetDeclaringType();
                return owner.IsNil
                    ? Join(reader, definition.Namespace, definition.Name)
                    : $"{NameOf(reader, owner)}/{reader.GetString(definition.Name)}";
            case HandleKind.TypeReference:
                TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)handle);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{NameOf(reader, reference.ResolutionScope)}/{reader.GetString(reference.Name)}"
                    : Join(reader, reference.Namespace, reference.Name);
            case HandleKind.TypeSpecification:
                return reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new SignatureNames(), default);
            default:
                return string.Empty;
        }
    }

    private static string Join(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : $"{reader.GetString(space)}.{reader.GetString(name)}";

    /// <summary>Generic parameters are written by their position, so that nothing of their owner is needed.</summary>
    internal readonly record struct Scope;
}
