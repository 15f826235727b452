using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Tradewind.Transport.Client.Retries;

/// <summary>Finds the settings of a method, and checks all settings once, when the channel is made.</summary>
internal sealed class MethodPolicies
{
    private readonly Dictionary<(string Service, string Method), AttemptPolicy> _policies = [];

    /// <exception cref="InvalidOperationException">A setting is missing, out of range or there twice.</exception>
    public MethodPolicies(ServiceConfig? config, int? maxAttempts)
    {
        foreach (MethodConfig methods in config?.MethodConfigs ?? [])
        {
            if (AttemptPolicy.From(methods, maxAttempts) is not { } policy)
            {
                continue;
            }

            foreach (MethodName name in methods.Names)
            {
                string service = name.Service ?? string.Empty;
                string method = name.Method ?? string.Empty;
                if (service.Length == 0 && method.Length > 0)
                {
                    throw new InvalidOperationException($"The method name \"{method}\" needs the service it belongs to.");
                }

                if (!_policies.TryAdd((service, method), policy))
                {
                    throw new InvalidOperationException($"There are two settings for the service \"{service}\" and the method \"{method}\".");
                }
            }
        }
    }

    public AttemptPolicy? Find(IMethod method) =>
        _policies.Count == 0 ? null
        : _policies.GetValueOrDefault((method.ServiceName, method.Name))
            ?? _policies.GetValueOrDefault((method.ServiceName, string.Empty))
            ?? _policies.GetValueOrDefault((string.Empty, string.Empty));
}
