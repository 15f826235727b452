namespace Tradewind.Sources;

/// <summary>A file to load.</summary>
/// <param name="Content">Its bytes; read to the end, not disposed.</param>
/// <param name="FileName">Its name; instrument ids and layouts are inferred from it, folders in it are ignored.</param>
/// <param name="Options">What the user says about it.</param>
public sealed record FileLoadRequest(Stream Content, string FileName, FileLoadOptions Options);
