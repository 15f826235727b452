using System.Runtime.InteropServices;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Numbers the few different strings of a session in the order in which they are first met.</summary>
internal sealed class TextTable
{
    // The strings a session says most often are literals it met first: the same objects every time.
    private const int Familiar = 12;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>The string of a number.</summary>
    public string this[int number] => _texts[number];

    /// <summary>Number of a string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="isNew">True when it was not met before.</param>
    public int NumberOf(string text, out bool isNew)
    {
        ReadOnlySpan<string> texts = CollectionsMarshal.AsSpan(_texts);
        for (int i = 0; i < texts.Length && i < Familiar; i++)
        {
            if (ReferenceEquals(texts[i], text))
            {
                isNew = false;
                return i;
            }
        }

        if (_numbers.TryGetValue(text, out int number))
        {
            isNew = false;
            return number;
        }

        isNew = true;
        _numbers.Add(text, _texts.Count);
        _texts.Add(text);
        return _texts.Count - 1;
    }

    /// <summary>Number of a string.</summary>
    public int NumberOf(string text) => NumberOf(text, out _);
}
