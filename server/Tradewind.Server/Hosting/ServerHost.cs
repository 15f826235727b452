using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Backtests;
using Tradewind.Server.Connectors;
using Tradewind.Server.Data;
using Tradewind.Server.Errors;
using Tradewind.Server.FeatureSets;
using Tradewind.Server.Instruments;
using Tradewind.Server.Jobs;
using Tradewind.Server.Live;
using Tradewind.Server.Live.Features;
using Tradewind.Server.Live.Forecasts;
using Tradewind.Server.Plugins;
using Tradewind.Server.Remote;
using Tradewind.Server.Requests;
using Tradewind.Server.Services;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.Server.Training;
using Tradewind.Sources.Caching;
using Tradewind.Sources.Connectors;
using Tradewind.Sources.OnChain;
using Tradewind.Storage;

namespace Tradewind.Server.Hosting;

/// <summary>Puts the server together: store, modules, gRPC services, listener.</summary>
public static class ServerHost
{
    /// <summary>Name of the store's file in the data folder.</summary>
    public const string StoreFileName = "tradewind.db";

    /// <summary>Opens the store and builds a server that is ready to start.</summary>
    /// <param name="options">Checked settings.</param>
    /// <param name="clock">Time; null for the system's.</param>
    /// <param name="cancellation">Cancels the opening of the store.</param>
    public static async Task<WebApplication> BuildAsync(ServerOptions options, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        LeaveThreadsForCalls();
        InstrumentDirectory instruments = new(InstrumentsFile.Load(options.Instruments));
        FeatureSetDirectory featureSets = FeatureSetsFolder.Load(options.Features);
        // Before the named strategies, which may configure them.
        StrategyDirectory strategies = StrategyPlugins.Load(options.StrategyPlugins);
        StrategyConfigurationDirectory configurations = StrategyConfigurationsFolder.Load(options.Strategies, strategies);
        Directory.CreateDirectory(options.Data);
        IStore store = await OpenStoreAsync(options, clock ?? TimeProvider.System, cancellation).ConfigureAwait(false);
        UploadSpool.RemoveLeftovers(options);

        // The empty builder reads no configuration of its own: everything comes from ServerOptions.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Tradewind.Server" });
        AddLogging(builder, options);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(instruments).AddSingleton<InstrumentQueries>().AddSingleton(featureSets).AddSingleton(strategies).AddSingleton(configurations);
        AddServices(builder.Services, options, store, clock ?? TimeProvider.System);

        WebApplication application = builder.Build();
        WebAccess.Use(application, options);
        application.MapGrpcService<DataGrpcService>();
        application.MapGrpcService<FeatureGrpcService>();
        application.MapGrpcService<TrainingGrpcService>();
        application.MapGrpcService<SignalGrpcService>();
        application.MapGrpcService<StrategyGrpcService>();
        application.MapGrpcService<BacktestGrpcService>();
        application.MapGrpcService<PaperTradingGrpcService>();
        application.MapGrpcService<OperationGrpcService>();
        application.MapGrpcService<ConnectorGrpcService>();
        application.MapGrpcService<AdminGrpcService>();
        application.MapGrpcHealthChecksService();
        application.MapGrpcReflectionService();
        ServiceHealth.Cover(application);
        return application;
    }

    private static async Task<IStore> OpenStoreAsync(ServerOptions options, TimeProvider clock, CancellationToken cancellation) =>
        options.Storage == ServerOptions.Postgres
            ? await PostgresStore.OpenAsync(options.StorageConnection, clock, cancellation).ConfigureAwait(false)
            : await SqliteStore.OpenAsync(
                Path.Combine(options.Data, StoreFileName), new SqliteStoreOptions { Clock = clock, MaxBytes = options.MaxStoreBytes }, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Trainings and sweeps keep as many pool threads busy as there are processors, for seconds. The pool adds further threads only slowly
    /// beyond its minimum, and calls and checkpoints would wait that long.
    /// </summary>
    private static void LeaveThreadsForCalls()
    {
        ThreadPool.GetMinThreads(out int workers, out int completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, 4 * Environment.ProcessorCount + 8), completionPorts);
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, IStore store, TimeProvider clock)
    {
        services.AddSingleton(options).AddSingleton(clock);
        // Registered by factory, so that the container disposes of it last.
        services.AddSingleton(_ => store);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MaxReceiveMessageBytes;
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<StoreHealthCheck>("store").AddCheck<FeedHealthCheck>("feeds");
        services.Configure<HealthCheckPublisherOptions>(publisher => publisher.Period = TimeSpan.FromSeconds(5));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds));
        WebAccess.Add(services);
        services.AddSingleton<IdempotentCalls>().AddSingleton<StoreKeeper>();
        services.AddSingleton<DataLoader>().AddSingleton<DataImport>().AddSingleton<PortfolioReader>().AddSingleton<ColumnReader>().AddSingleton<SeriesCache>().AddSingleton<ModelShelf>().AddSingleton<BacktestShelf>();
        AddSources(services, options);
        services.AddSingleton<BacktestKeeper>().AddSingleton<RemoteBacktests>().AddSingleton<ModelForecastReader>().AddSingleton<BacktestSpecReader>().AddSingleton<BacktestStudies>().AddSingleton<TrialLedger>().AddSingleton<SweepShelf>();
        services.AddSingleton<ReportPriceReader>().AddSingleton<SearchOperations>().AddSingleton<BacktestReruns>().AddSingleton<ParameterJitterDesk>().AddSingleton<SweepDesk>().AddSingleton<AcceptanceRuleReader>().AddSingleton<WalkForwardDesk>();
        services.AddSingleton<OperationRunner>().AddHostedService(provider => provider.GetRequiredService<OperationRunner>());
        services.AddSingleton<ConnectorHub>().AddSingleton<IConnectorDirectory>(provider => provider.GetRequiredService<ConnectorHub>());
        services.AddSingleton<ConnectorProcesses>().AddHostedService(provider => provider.GetRequiredService<ConnectorProcesses>());
        services.AddSingleton<FeedSources>().AddSingleton<QuoteHub>();
        services.AddSingleton<FeedHub>().AddHostedService(provider => provider.GetRequiredService<FeedHub>());
        services.AddSingleton<LiveFeatures>().AddSingleton<LiveForecastReader>();
        services.AddSingleton<SignalHub>().AddHostedService(provider => provider.GetRequiredService<SignalHub>());
        services.AddSingleton<PaperHub>().AddHostedService(provider => provider.GetRequiredService<PaperHub>());
        services.AddHostedService<RequestRetention>();
    }

    private static void AddSources(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(provider => new ConnectorAnswers(provider.GetRequiredService<IConnectorDirectory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new OnChainSource(options.OnChain(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OnChainImport>().AddSingleton<HoldingsShelf>().AddSingleton<SourceTools>();
        services.AddSingleton(provider => new HybridImport(provider.GetRequiredService<ConnectorAnswers>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ConsensusImport(
            provider.GetRequiredService<IStore>(), provider.GetRequiredService<PortfolioReader>(), provider.GetRequiredService<ConnectorAnswers>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddLogging(WebApplicationBuilder builder, ServerOptions options)
    {
        LogEventLevel level = Enum.TryParse(options.LogLevel, ignoreCase: true, out LogEventLevel parsed) ? parsed : LogEventLevel.Information;
        Serilog.Core.Logger logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            .Filter.ByExcluding(IsFailedStart)
            .WriteTo.Console(
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose)
            .CreateLogger();
        builder.Logging.AddProvider(new SerilogLoggerProvider(logger, dispose: true));
    }

    // The program says in one sentence why it cannot listen; the stack traces of the host would hide it.
    private static bool IsFailedStart(LogEvent logged) =>
        logged.Exception is IOException or OperationCanceledException
        && logged.Properties.TryGetValue("SourceContext", out LogEventPropertyValue? source)
        && source is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" };
}
