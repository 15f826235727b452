namespace Tradewind.Client;

/// <summary>How far an upload is.</summary>
/// <param name="SentBytes">Bytes handed to the connection.</param>
/// <param name="TotalBytes">Bytes of the file.</param>
public readonly record struct UploadProgress(long SentBytes, long TotalBytes)
{
    /// <summary>Share sent, in [0, 1].</summary>
    public double Fraction => TotalBytes == 0 ? 1 : (double)SentBytes / TotalBytes;
}
