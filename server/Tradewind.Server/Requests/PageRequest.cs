using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Requests;

/// <summary>
/// A page that was asked for. Tokens are opaque and bound to the request they came with, so that a token used with other filters is
/// an error instead of a wrong page.
/// </summary>
internal readonly record struct PageRequest
{
    private const int DefaultSize = 50;
    private const int LargestSize = 1000;
    private const int BindingLength = 16;

    private readonly string _binding;

    private PageRequest(int size, string position, string binding) => (Size, Position, _binding) = (size, position, binding);

    /// <summary>Most items to return, 1 to 1000.</summary>
    public int Size { get; }

    /// <summary>Where the page starts, in the form <see cref="TokenAt(string)"/> was given; empty for the first page.</summary>
    public string Position { get; }

    /// <summary><see cref="Position"/> as an offset; 0 for the first page.</summary>
    /// <exception cref="InvalidInputException">The token was changed on its way.</exception>
    public int Offset => (int)Math.Clamp(ReadPosition(0), 0, int.MaxValue);

    /// <summary><see cref="Position"/> as a number.</summary>
    /// <param name="first">Value of the first page.</param>
    /// <exception cref="InvalidInputException">The token was changed on its way.</exception>
    public long ReadPosition(long first) => Position.Length == 0 ? first
        : long.TryParse(Position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
        : throw Foreign();

    /// <summary>Reads <c>page_size</c> (0 for 50; above 1000 is 1000) and <c>page_token</c> (empty for the first page).</summary>
    /// <param name="request">A list request; the token is bound to its other fields.</param>
    /// <exception cref="InvalidInputException">The size is negative, or the token is not of this request.</exception>
    public static PageRequest Read(IMessage request)
    {
        IFieldAccessor sizeField = request.Descriptor.FindFieldByName("page_size").Accessor;
        IFieldAccessor tokenField = request.Descriptor.FindFieldByName("page_token").Accessor;
        (int pageSize, string pageToken) = ((int)sizeField.GetValue(request), (string)tokenField.GetValue(request));
        if (pageSize < 0)
        {
            throw new InvalidInputException("PAGE_SIZE_NEGATIVE", "page_size", $"must be 0 (for {DefaultSize}) or more, got {pageSize}.");
        }

        int size = pageSize == 0 ? DefaultSize : Math.Min(pageSize, LargestSize);
        IMessage bare = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        sizeField.Clear(bare);
        tokenField.Clear(bare);
        using ContentHash hash = new();
        string binding = hash.Add(request.Descriptor.FullName).Add(bare.ToByteString().ToBase64()).Finish()[..BindingLength];
        if (pageToken.Length == 0)
        {
            return new PageRequest(size, "", binding);
        }

        string text = Decode(pageToken);
        return text.StartsWith(binding, StringComparison.Ordinal)
            ? new PageRequest(size, text[BindingLength..], binding)
            : throw Foreign();
    }

    /// <summary>Token of the page that starts at a position.</summary>
    public string TokenAt(string position) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(_binding + position));

    /// <summary>Token of the page that starts at an offset.</summary>
    public string TokenAt(int offset) => TokenAt(offset.ToString(CultureInfo.InvariantCulture));

    private static InvalidInputException Foreign() => new(
        "PAGE_TOKEN_FOREIGN", "page_token", "does not belong to this request. Repeat the request of the first page with only page_token added.");

    private static string Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
