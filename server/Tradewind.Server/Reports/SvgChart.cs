using System.Globalization;
using System.Net;
using System.Text;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Reports;

/// <summary>A chart as inline SVG: frame, round ticks, and shapes in the order they are drawn. Colours come from the page's style.</summary>
internal sealed class SvgChart
{
    private const double Width = 860;
    private const double Left = 78;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 26;
    private const double LetterWidth = 6.5;
    private const int LargestPointCount = 1200;
    private readonly StringBuilder _shapes = new();
    private readonly double _height;
    private readonly string _label;

    private SvgChart(string label, double height) => (_label, _height) = (label, height);

    private Scale X { get; init; }

    private Scale Y { get; init; }

    /// <summary>An empty chart.</summary>
    /// <param name="label">What it shows, for those who cannot see it.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="horizontal">Values along the horizontal axis, from edge to edge.</param>
    /// <param name="vertical">Values the vertical axis must hold.</param>
    public static SvgChart Create(string label, double height, (double Low, double High) horizontal, IEnumerable<double> vertical) => new(label, height)
    {
        X = new Scale(horizontal.Low, horizontal.High > horizontal.Low ? horizontal.High : horizontal.Low + 1, Left, Width - Right),
        Y = Scale.Around(vertical, height - Bottom, Top),
    };

    /// <summary>Labels along the vertical axis with lines across.</summary>
    public SvgChart VerticalTicks(Func<double, string> text)
    {
        foreach (double tick in Y.Ticks(5))
        {
            Shape($"<line class=\"grid\" x1=\"{N(Left)}\" x2=\"{N(Width - Right)}\" y1=\"{N(Y.At(tick))}\" y2=\"{N(Y.At(tick))}\"/>");
            Text(Left - 6, Y.At(tick) + 4, "end", text(tick));
        }

        return this;
    }

    /// <summary>Labels along the horizontal axis at round values.</summary>
    public SvgChart HorizontalTicks(Func<double, string> text)
    {
        foreach (double tick in X.Ticks(7))
        {
            Text(X.At(tick), _height - 8, "middle", text(tick));
        }

        return this;
    }

    /// <summary>Dates along the horizontal axis.</summary>
    public SvgChart Dates()
    {
        const int Count = 6;
        for (int i = 0; i <= Count; i++)
        {
            double time = X.Low + (X.High - X.Low) * i / Count;
            Text(X.At(time), _height - 8, i == 0 ? "start" : i == Count ? "end" : "middle", UnixTime.ToDate((long)time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return this;
    }

    /// <summary>A line through points; missing values interrupt it.</summary>
    public SvgChart Line(string kind, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        StringBuilder path = new();
        bool pen = false;
        foreach (int i in Picked(y))
        {
            if (double.IsFinite(y[i]))
            {
                path.Append(pen ? 'L' : 'M').Append(N(X.At(x[i]))).Append(' ').Append(N(Y.At(y[i])));
            }

            pen = double.IsFinite(y[i]);
        }

        return Shape($"<path class=\"{kind}\" d=\"{path}\"/>");
    }

    /// <summary>The area between two lines.</summary>
    public SvgChart Band(string kind, IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        if (x.Count == 0)
        {
            return this;
        }

        StringBuilder path = new();
        foreach (int i in Picked(high))
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(N(X.At(x[i]))).Append(' ').Append(N(Y.At(high[i])));
        }

        foreach (int i in Picked(low).Reverse())
        {
            path.Append('L').Append(N(X.At(x[i]))).Append(' ').Append(N(Y.At(low[i])));
        }

        return Shape($"<path class=\"{kind}\" d=\"{path}Z\"/>");
    }

    /// <summary>A bar from zero.</summary>
    public SvgChart Bar(string kind, double from, double to, double value)
    {
        (double zero, double end) = (Y.At(0), Y.At(value));
        double width = Math.Max(0.5, X.At(to) - X.At(from));
        return Shape(
            $"<rect class=\"{kind}\" x=\"{N(X.At(from))}\" width=\"{N(width)}\" y=\"{N(Math.Min(zero, end))}\" height=\"{N(Math.Abs(end - zero))}\"/>");
    }

    /// <summary>Names along the horizontal axis, each below its value, values ascending; one that would touch the one before it is left out.</summary>
    public SvgChart Names(IReadOnlyList<double> at, IReadOnlyList<string> names)
    {
        double free = double.NegativeInfinity;
        for (int i = 0; i < names.Count; i++)
        {
            double middle = X.At(at[i]), half = (names[i].Length * LetterWidth + LetterWidth) / 2;
            if (middle - half >= free)
            {
                Text(middle, _height - 8, "middle", names[i]);
                free = middle + half;
            }
        }

        return this;
    }

    /// <summary>A straight line between two points.</summary>
    public SvgChart Segment(string kind, double fromX, double fromY, double toX, double toY) =>
        Shape($"<line class=\"{kind}\" x1=\"{N(X.At(fromX))}\" y1=\"{N(Y.At(fromY))}\" x2=\"{N(X.At(toX))}\" y2=\"{N(Y.At(toY))}\"/>");

    /// <summary>A triangle beside a point: below it pointing up, or above it pointing down.</summary>
    public SvgChart Triangle(string kind, double x, double y, bool up)
    {
        (double at, double tip, double foot) = (X.At(x), Y.At(y) + (up ? 2 : -2), Y.At(y) + (up ? 10 : -10));
        return Shape($"<path class=\"{kind}\" d=\"M{N(at)} {N(tip)}L{N(at - 4.5)} {N(foot)}L{N(at + 4.5)} {N(foot)}Z\"/>");
    }

    /// <summary>A small square on a point.</summary>
    public SvgChart Square(string kind, double x, double y) =>
        Shape($"<rect class=\"{kind}\" x=\"{N(X.At(x) - 3)}\" y=\"{N(Y.At(y) - 3)}\" width=\"6\" height=\"6\"/>");

    /// <summary>A line down the chart at a value, with a word beside its head.</summary>
    public SvgChart Upright(string kind, double x, string text)
    {
        Shape($"<line class=\"{kind}\" x1=\"{N(X.At(x))}\" x2=\"{N(X.At(x))}\" y1=\"{N(Top)}\" y2=\"{N(_height - Bottom)}\"/>");
        bool left = X.At(x) > Width - Right - 90;
        return text.Length == 0 ? this : Text(X.At(x) + (left ? -4 : 4), Top + 10, left ? "end" : "start", text);
    }

    /// <summary>A level across the chart, with a word at its right end.</summary>
    public SvgChart Level(double value, string text)
    {
        Shape($"<line class=\"level\" x1=\"{N(Left)}\" x2=\"{N(Width - Right)}\" y1=\"{N(Y.At(value))}\" y2=\"{N(Y.At(value))}\"/>");
        return text.Length == 0 ? this : Text(Width - Right - 4, Y.At(value) - 4, "end", text);
    }

    /// <summary>The element.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg viewBox=\"0 0 {Width} {_height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(_label)}\">{_shapes}</svg>");

    // Two decimals of a pixel are more than a screen shows; points that are left out are chosen so that no peak or trough is lost.
    private static IEnumerable<int> Picked(IReadOnlyList<double> values)
    {
        int buckets = LargestPointCount / 2;
        if (values.Count <= LargestPointCount)
        {
            return Enumerable.Range(0, values.Count);
        }

        SortedSet<int> picked = [0, values.Count - 1];
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            int start = (int)((long)bucket * values.Count / buckets), end = (int)((long)(bucket + 1) * values.Count / buckets);
            (int low, int high) = (start, start);
            for (int i = start; i < end; i++)
            {
                (low, high) = (values[i] < values[low] ? i : low, values[i] > values[high] ? i : high);
            }

            picked.Add(low);
            picked.Add(high);
        }

        return picked;
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private SvgChart Text(double x, double y, string anchor, string text) =>
        Shape($"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private SvgChart Shape(string element)
    {
        _shapes.Append(element);
        return this;
    }
}
