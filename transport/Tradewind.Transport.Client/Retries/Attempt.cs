using System.Globalization;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client.Retries;

/// <summary>One time a call is made.</summary>
internal sealed class Attempt<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, ReplayContent content)
    where TRequest : class
    where TResponse : class
{
    public ClientCall<TRequest, TResponse> Call => call;

    public ReplayContent Content => content;

    /// <summary>Sends the requests, and waits for the headers: true when there are any, false when the attempt has ended without.</summary>
    public async Task<bool> SendAsync()
    {
        try
        {
            return await call.SendStreamAsync(content).ConfigureAwait(false) is not null;
        }
        catch (Exception) when (call.EndStatus is not null)
        {
            // Why it failed is the status of the attempt.
            return false;
        }
    }

    /// <summary>What the server says about making the call again: after a wait, never, or nothing.</summary>
    public Pushback ReadPushback()
    {
        string? text = call.EndTrailers.GetValue(ProtocolHeaders.RetryPushback);
        return text is null ? new Pushback(IsRefused: false, Delay: null)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
                ? new Pushback(IsRefused: false, TimeSpan.FromMilliseconds(milliseconds))
                : new Pushback(IsRefused: true, Delay: null);
    }
}
