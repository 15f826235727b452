using System.Runtime.InteropServices;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>The functions of the XGBoost C API (version 1.7) used here. Each returns 0, or −1 with the reason in XGBGetLastError.</summary>
internal static unsafe partial class NativeXGBoost
{
    [LibraryImport(XGBoostLibrary.Name)]
    public static partial byte* XGBGetLastError();

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial void XGBoostVersion(out int major, out int minor, out int patch);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGDMatrixCreateFromMat(ReadOnlySpan<float> data, ulong rows, ulong columns, float missing, out MatrixHandle matrix);

    [LibraryImport(XGBoostLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGDMatrixSetFloatInfo(MatrixHandle matrix, string field, ReadOnlySpan<float> values, ulong count);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGBoosterCreate(ReadOnlySpan<nint> matrices, ulong count, out BoosterHandle booster);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGBoosterFree(nint booster);

    [LibraryImport(XGBoostLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSetParam(BoosterHandle booster, string name, string value);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGBoosterUpdateOneIter(BoosterHandle booster, int iteration, MatrixHandle train);

    [LibraryImport(XGBoostLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterPredictFromDMatrix(
        BoosterHandle booster, MatrixHandle matrix, string config, out ulong* shape, out ulong dimensions, out float* result);

    [LibraryImport(XGBoostLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSaveModelToBuffer(BoosterHandle booster, string config, out ulong length, out byte* bytes);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGBoosterLoadModelFromBuffer(BoosterHandle booster, ReadOnlySpan<byte> bytes, ulong length);

    [LibraryImport(XGBoostLibrary.Name)]
    public static partial int XGBoosterGetNumFeature(BoosterHandle booster, out ulong features);

    [LibraryImport(XGBoostLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterFeatureScore(
        BoosterHandle booster, string config, out ulong count, out byte** names, out ulong dimensions, out ulong* shape, out float* scores);

    /// <summary>Throws the library's own message when a call failed.</summary>
    /// <exception cref="InvalidOperationException">The call failed.</exception>
    public static void Check(int status)
    {
        if (status != 0)
        {
            string message = Marshal.PtrToStringUTF8((nint)XGBGetLastError()) ?? "unknown error";
            // What follows the first line is a stack trace of the library.
            throw new InvalidOperationException($"XGBoost failed: {message.Split('\n')[0]}");
        }
    }
}
