using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Tests;

public sealed class HeaderEncodingTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000L)]
    [InlineData("2M", 1_200_000_000L)]
    [InlineData("3S", 30_000_000L)]
    [InlineData("4m", 40_000L)]
    [InlineData("5u", 50L)]
    [InlineData("600n", 6L)]
    [InlineData("1n", 1L)]
    [InlineData("0S", 0L)]
    public void Timeout_is_read_in_every_unit(string text, long ticks)
    {
        Assert.True(TimeoutHeader.TryParse(text, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData(0L, "0m")]
    [InlineData(1L, "1m")]
    [InlineData(999_999_990_000L, "99999999m")]
    [InlineData(999_999_990_001L, "100000S")]
    [InlineData(999_999_990_000_001L, "1666667M")]
    public void Timeout_is_written_in_the_finest_unit_that_fits_rounded_up(long ticks, string text) =>
        Assert.Equal(text, TimeoutHeader.Format(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void Written_timeout_is_never_shorter_than_the_real_one() =>
        Prop.ForAll<PositiveInt, PositiveInt>((a, b) =>
        {
            var timeout = TimeSpan.FromTicks((long)a.Get * b.Get);
            return TimeoutHeader.TryParse(TimeoutHeader.Format(timeout), out TimeSpan read) && read >= timeout;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Message_of_any_text_survives_percent_encoding() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            // Half of a surrogate pair is no text and has no UTF-8.
            string message = string.Concat(text.Get.Where(c => !char.IsSurrogate(c)));
            string encoded = PercentEncoding.Encode(message);
            return encoded.All(c => c is >= ' ' and <= '~') && PercentEncoding.Decode(encoded) == message;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%41%42", "AB")]
    public void Damaged_escapes_are_kept_as_they_are(string encoded, string decoded) =>
        Assert.Equal(decoded, PercentEncoding.Decode(encoded));

    [Fact]
    public void Binary_metadata_of_any_length_survives() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            string encoded = MetadataCodec.Encode(new Metadata.Entry("a-bin", bytes));
            var read = new Metadata();
            MetadataCodec.Decode(read, "a-bin", encoded);
            return !encoded.Contains('=') && read.GetValueBytes("a-bin")!.AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_no_header_can_carry_is_refused() =>
        Assert.Throws<FormatException>(() => MetadataCodec.Encode(new Metadata.Entry("a", "line\nbreak")));

    [Theory]
    [InlineData("grpc-timeout")]
    [InlineData("grpc-encoding")]
    [InlineData("content-type")]
    [InlineData("te")]
    [InlineData(":authority")]
    [InlineData("bad name")]
    public void Headers_of_the_transport_are_no_metadata(string name)
    {
        var metadata = new Metadata();
        MetadataCodec.Decode(metadata, name, "x");
        Assert.Empty(metadata);
    }

    [Fact]
    public void Metadata_finds_entries_whatever_the_case_and_keeps_their_order()
    {
        var metadata = new Metadata { { "Key", "1" }, { "other", "2" }, { "KEY", "3" } };
        Assert.Equal("3", metadata.GetValue("key"));
        Assert.Equal(["1", "3"], metadata.GetAll("kEy").Select(entry => entry.Value));
        Assert.Null(metadata.Get("missing"));
    }

    [Fact]
    public void Metadata_refuses_names_and_values_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a b", "x"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a-bin", "x"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", [1]));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("a-bin", [1]).Value);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "x"));
    }
}
