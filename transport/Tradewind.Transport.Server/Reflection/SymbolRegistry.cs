using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Finds the file that declares a symbol, among given files and everything they import.</summary>
public class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _filesByName = [];
    private readonly Dictionary<string, FileDescriptor> _filesBySymbol = [];
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _filesByExtension = [];

    private SymbolRegistry()
    {
    }

    /// <summary>A registry of the files and all their imports.</summary>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> fileDescriptors)
    {
        ArgumentNullException.ThrowIfNull(fileDescriptors);
        var registry = new SymbolRegistry();
        foreach (FileDescriptor file in fileDescriptors)
        {
            registry.AddFile(file);
        }

        return registry;
    }

    /// <summary>The file of that name, or null.</summary>
    public FileDescriptor? FileByName(string filename) => _filesByName.GetValueOrDefault(filename);

    /// <summary>The file that declares a fully qualified symbol, or null.</summary>
    public FileDescriptor? FileContainingSymbol(string symbol) => _filesBySymbol.GetValueOrDefault(symbol);

    internal FileDescriptor? FileContainingExtension(string type, int number) => _filesByExtension.GetValueOrDefault((type, number));

    internal IEnumerable<int> ExtensionNumbers(string type) =>
        _filesByExtension.Keys.Where(key => key.Type == type).Select(key => key.Number).Order();

    private void AddFile(FileDescriptor file)
    {
        if (!_filesByName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (FileDescriptor dependency in file.Dependencies)
        {
            AddFile(dependency);
        }

        foreach (ServiceDescriptor service in file.Services)
        {
            AddSymbol(service);
            AddSymbols(service.Methods);
        }

        AddEnums(file.EnumTypes);
        AddExtensions(file.Extensions);
        foreach (MessageDescriptor message in file.MessageTypes)
        {
            AddMessage(message);
        }
    }

    private void AddMessage(MessageDescriptor message)
    {
        AddSymbol(message);
        AddSymbols(message.Fields.InDeclarationOrder());
        AddSymbols(message.Oneofs);
        AddEnums(message.EnumTypes);
        AddExtensions(message.Extensions);
        foreach (MessageDescriptor nested in message.NestedTypes)
        {
            AddMessage(nested);
        }
    }

    private void AddEnums(IEnumerable<EnumDescriptor> enums)
    {
        foreach (EnumDescriptor descriptor in enums)
        {
            AddSymbol(descriptor);
            AddSymbols(descriptor.Values);
        }
    }

    private void AddExtensions(ExtensionCollection extensions)
    {
        foreach (FieldDescriptor extension in extensions.UnorderedExtensions)
        {
            AddSymbol(extension);
            _filesByExtension[(extension.ExtendeeType.FullName, extension.FieldNumber)] = extension.File;
        }
    }

    private void AddSymbols(IEnumerable<IDescriptor> descriptors)
    {
        foreach (IDescriptor descriptor in descriptors)
        {
            AddSymbol(descriptor);
        }
    }

    private void AddSymbol(IDescriptor descriptor) => _filesBySymbol[descriptor.FullName] = descriptor.File;
}
