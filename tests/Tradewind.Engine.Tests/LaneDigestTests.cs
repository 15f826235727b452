using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Engine.Tests;

/// <summary>The digest of a stream does not depend on the pieces it came in, and every changed byte changes it.</summary>
public class LaneDigestTests
{
    [Fact]
    public void Pieces_give_the_digest_of_the_whole() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            byte[] bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            LaneDigest pieces = new();
            for (int from = 0; from < bytes.Length;)
            {
                int to = Math.Min(bytes.Length, from + random.Next(1, 150));
                pieces.Add(bytes.AsSpan(from, to - from));
                // Reading it does not disturb it.
                _ = Text(pieces);
                from = to;
            }

            Assert.Equal(Of(bytes), Text(pieces));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_changed_byte_and_every_added_zero_changes_it()
    {
        byte[] bytes = [.. Enumerable.Range(0, 200).Select(value => (byte)value)];
        HashSet<string> digests = [Of(bytes), Of([.. bytes, 0]), Of(bytes[..^1])];
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte flip in (byte[])[1, 0x80, 0xFF])
            {
                byte[] changed = [.. bytes];
                changed[i] ^= flip;
                digests.Add(Of(changed));
            }
        }

        Assert.Equal(3 + 3 * bytes.Length, digests.Count);
    }

    [Fact]
    public void Words_that_change_places_change_it()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)(value * 7))];
        HashSet<string> digests = [Of(bytes)];
        for (int word = 1; word < 32; word++)
        {
            byte[] swapped = [.. bytes];
            bytes.AsSpan(0, 8).CopyTo(swapped.AsSpan(8 * word));
            bytes.AsSpan(8 * word, 8).CopyTo(swapped);
            digests.Add(Of(swapped));
        }

        Assert.Equal(32, digests.Count);
    }

    private static string Of(byte[] bytes)
    {
        LaneDigest digest = new();
        digest.Add(bytes);
        return Text(digest);
    }

    private static string Text(LaneDigest digest)
    {
        byte[] text = new byte[LaneDigest.Size];
        digest.WriteTo(text);
        return Convert.ToHexString(text);
    }
}
