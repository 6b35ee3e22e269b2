using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Stratus.Realtime.Protocol.Tests.Architecture;

/// <summary>What an assembly's metadata refers to outside itself.</summary>
internal sealed class AssemblyReferences
{
    private AssemblyReferences(string[] assemblies, HashSet<string> types, HashSet<string> members) =>
        (Assemblies, Types, Members) = (assemblies, types, members);

    public string[] Assemblies { get; }

    /// <summary>Full names of types.</summary>
    public HashSet<string> Types { get; }

    /// <summary>Type and member, as in <c>System.DateTime.get_UtcNow</c>.</summary>
    public HashSet<string> Members { get; }

    public static AssemblyReferences Of(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return new AssemblyReferences(
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.TypeReferences.Select(handle => Name(metadata, handle))],
            [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => $"{Name(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}")]);
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Name(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
