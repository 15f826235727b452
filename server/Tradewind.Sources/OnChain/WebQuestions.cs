using System.Net;
using System.Net.Http.Headers;

namespace Tradewind.Sources.OnChain;

/// <summary>
/// Asks a web service politely: at most so many calls a minute, three repeats after 1, 2 and 4 seconds or as long as it says, 30 seconds a
/// try (data specification, section 9.2). Addresses hold keys, so they stand in no message.
/// </summary>
internal sealed class WebQuestions(string service, HttpMessageInvoker http, int callsPerMinute, TimeProvider clock)
{
    private const int Repeats = 3;
    private const long LargestAnswer = 64L << 20;
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly RateWindow _rate = new(callsPerMinute, TimeSpan.FromMinutes(1), clock);

    /// <summary>The answer to a GET.</summary>
    /// <param name="address">Address with its query.</param>
    /// <param name="what">What is asked for, for messages.</param>
    /// <param name="explain">The error of a status that repeats do not mend; null for statuses that mean nothing special.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="OnChainException">No good answer came.</exception>
    public async Task<byte[]> GetAsync(Uri address, string what, Func<HttpStatusCode, OnChainException?> explain, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            await _rate.WaitAsync(cancellation).ConfigureAwait(false);
            (byte[]? answer, string failure, TimeSpan? after, Exception? cause) = await TryAsync(address, what, explain, cancellation).ConfigureAwait(false);
            if (answer is not null)
            {
                return answer;
            }

            TimeSpan wait = after ?? TimeSpan.FromSeconds(1 << attempt);
            if (attempt == Repeats || wait > LongestWait)
            {
                string told = wait > LongestWait ? $" and asks to wait {wait.TotalSeconds:0} seconds" : $", {attempt + 1} times";
                throw new OnChainException(OnChainErrorKind.Unavailable, $"{service} {failure}{told} ({what}). Try again later.", cause);
            }

            await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(byte[]? Answer, string Failure, TimeSpan? After, Exception? Cause)> TryAsync(
        Uri address, string what, Func<HttpStatusCode, OnChainException?> explain, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(TryLimit, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using HttpResponseMessage response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return (await ReadAsync(response, what, either.Token).ConfigureAwait(false), "", null, null);
            }

            string status = $"answered {(int)response.StatusCode}";
            return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                ? (null, status, RetryAfter(response.Headers.RetryAfter), null)
                : throw explain(response.StatusCode) ?? new OnChainException(OnChainErrorKind.Unavailable, $"{service} {status} ({what}).");
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"did not answer within {TryLimit.TotalSeconds:0} seconds", null, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, "cannot be reached", null, error);
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, string what, CancellationToken cancellation)
    {
        using MemoryStream content = new();
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > LargestAnswer)
            {
                throw new OnChainException(OnChainErrorKind.UnsupportedShape, $"{service} answered with more than {LargestAnswer} bytes ({what}). Ask for fewer days.");
            }
        }

        return content.ToArray();
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        TimeSpan? after = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return after is { } wait && wait < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}
