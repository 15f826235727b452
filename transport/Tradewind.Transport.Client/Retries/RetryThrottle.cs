using Grpc.Net.Client.Configuration;

namespace Tradewind.Transport.Client.Retries;

/// <summary>Stops a channel from trying again while too many of its calls fail, which would keep an overloaded server down.</summary>
internal sealed class RetryThrottle
{
    private readonly Lock _lock = new();
    private readonly double _maxTokens;
    private readonly double _tokenRatio;
    private double _tokens;

    /// <exception cref="InvalidOperationException">A setting is missing or not more than zero.</exception>
    public RetryThrottle(RetryThrottlingPolicy policy)
    {
        _maxTokens = policy.MaxTokens is > 0 and { } tokens
            ? tokens
            : throw new InvalidOperationException("MaxTokens must be set, to more than zero.");
        _tokenRatio = policy.TokenRatio is > 0 and { } ratio
            ? ratio
            : throw new InvalidOperationException("TokenRatio must be set, to more than zero.");
        _tokens = _maxTokens;
    }

    public bool AllowsRetry
    {
        get
        {
            lock (_lock)
            {
                return _tokens > _maxTokens / 2;
            }
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _tokens = Math.Min(_tokens + _tokenRatio, _maxTokens);
        }
    }

    public void Failed()
    {
        lock (_lock)
        {
            _tokens = Math.Max(_tokens - 1, 0);
        }
    }
}
