using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Tradewind.Transport.Client.Retries;

namespace Tradewind.Transport.Tests;

public sealed class AttemptPolicyTests
{
    [Fact]
    public void Waits_grow_up_to_the_longest_and_spread_by_a_fifth()
    {
        var backoff = new ExponentialBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 2);
        Gen<(int Failures, double Chance)> cases =
            from failures in Gen.Choose(1, 2000) from chance in Gen.Choose(0, 999) select (failures, chance / 1000d);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            double nominal = one.Failures > 4 ? 10 : Math.Pow(2, one.Failures - 1);
            double seconds = backoff.DelayAfter(one.Failures, one.Chance).TotalSeconds;
            return seconds >= (0.8 * nominal) - 1e-6 && seconds <= (1.2 * nominal) + 1e-6;
        }).QuickCheckThrowOnFailure();
        Assert.Equal(TimeSpan.FromSeconds(4), backoff.DelayAfter(3, 0.5));
    }

    [Fact]
    public void Most_precise_name_decides()
    {
        MethodConfig For(MethodName name, int attempts) => new()
        {
            Names = { name }, HedgingPolicy = new HedgingPolicy { MaxAttempts = attempts },
        };
        var policies = new MethodPolicies(
            new ServiceConfig
            {
                MethodConfigs =
                {
                    For(MethodName.Default, 2),
                    For(new MethodName { Service = "a.Service" }, 3),
                    For(new MethodName { Service = "a.Service", Method = "Do" }, 4),
                },
            },
            maxAttempts: null);
        Assert.Equal(4, policies.Find(MethodOf("a.Service", "Do"))!.MaxAttempts);
        Assert.Equal(3, policies.Find(MethodOf("a.Service", "Undo"))!.MaxAttempts);
        Assert.Equal(2, policies.Find(MethodOf("b.Service", "Do"))!.MaxAttempts);
        Assert.Null(new MethodPolicies(config: null, maxAttempts: 5).Find(MethodOf("a.Service", "Do")));
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused_with_the_channel()
    {
        Refuses(policy => policy.MaxAttempts = 1, "MaxAttempts");
        Refuses(policy => policy.MaxAttempts = null, "MaxAttempts");
        Refuses(policy => policy.InitialBackoff = TimeSpan.Zero, "InitialBackoff");
        Refuses(policy => policy.MaxBackoff = null, "MaxBackoff");
        Refuses(policy => policy.BackoffMultiplier = 0, "BackoffMultiplier");
        Refuses(policy => policy.RetryableStatusCodes.Clear(), "RetryableStatusCodes");
        Refuses(_ => { }, "HedgingPolicy", methods => methods.HedgingPolicy = new HedgingPolicy { MaxAttempts = 2 });
        Refuses(_ => { }, "two settings", methods => methods.Names.Add(new MethodName()));
        Refuses(_ => { }, "needs the service", methods => methods.Names.Add(new MethodName { Method = "Do" }));
    }

    private static void Refuses(Action<RetryPolicy> change, string expected, Action<MethodConfig>? changeMethods = null)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = 2,
            InitialBackoff = TimeSpan.FromSeconds(1),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 1,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        change(policy);
        var methods = new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy };
        changeMethods?.Invoke(methods);
        var options = new GrpcChannelOptions { ServiceConfig = new ServiceConfig { MethodConfigs = { methods } } };
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress("http://localhost", options));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static Method<string, string> MethodOf(string service, string name) =>
        new(MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}
