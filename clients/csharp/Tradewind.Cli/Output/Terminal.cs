using System.Text;
using Google.Protobuf;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tradewind.Cli.Output;

/// <summary>What a command says: tables and lines for people, or JSON for programs, never both.</summary>
internal sealed class Terminal
{
    private const int RedirectedWidth = 160;
    private static readonly JsonFormatter s_json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;
    private readonly IAnsiConsole? _progressConsole;

    public Terminal(TextWriter output, TextWriter error, bool json, bool colored, bool interactive)
    {
        _output = output;
        _error = error;
        IsJson = json;
        _console = AnsiConsole.Create(Settings(output, colored));
        if (!colored)
        {
            _console.Profile.Width = RedirectedWidth;
        }

        _progressConsole = interactive && !json ? AnsiConsole.Create(Settings(error, ansi: true)) : null;
    }

    /// <summary>True when standard output is for programs.</summary>
    public bool IsJson { get; }

    /// <summary>A line for people.</summary>
    public void Line(string text = "")
    {
        if (!IsJson)
        {
            _console.WriteLine(text);
        }
    }

    /// <summary>A line for people in a colour that is dropped when redirected.</summary>
    public void Line(string text, Style style)
    {
        if (!IsJson)
        {
            _console.WriteLine(text, style);
        }
    }

    /// <summary>A table for people.</summary>
    public void Write(IRenderable renderable)
    {
        if (!IsJson)
        {
            _console.Write(renderable);
        }
    }

    /// <summary>A message for programs, indented by nothing: one line.</summary>
    public void Json(IMessage message)
    {
        if (IsJson)
        {
            _output.WriteLine(s_json.Format(message));
        }
    }

    /// <summary>Messages for programs as one array.</summary>
    public void Json(IEnumerable<IMessage> messages)
    {
        if (IsJson)
        {
            _output.WriteLine(new StringBuilder("[").AppendJoin(",\n", messages.Select(message => s_json.Format(message))).Append(']').ToString());
        }
    }

    /// <summary>Ready JSON text for programs.</summary>
    public void Json(string text)
    {
        if (IsJson)
        {
            _output.WriteLine(text);
        }
    }

    /// <summary>Why the command failed, on standard error.</summary>
    public void Fail(string message) => _error.WriteLine(message);

    /// <summary>Runs long work under a progress bar, where a person watches.</summary>
    public async Task<T> TrackAsync<T>(string title, Func<IProgress<WorkStep>, Task<T>> work)
    {
        if (_progressConsole is null)
        {
            return await work(new StepReceiver(static _ => { })).ConfigureAwait(false);
        }

        T result = default!;
        await _progressConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                result = await work(new StepReceiver(step =>
                {
                    bar.Value = step.Fraction;
                    bar.Description = Markup.Escape(step.Text.Length == 0 ? title : $"{title}: {step.Text}");
                })).ConfigureAwait(false);
                bar.Value = 1;
            })
            .ConfigureAwait(false);
        return result;
    }

    private static AnsiConsoleSettings Settings(TextWriter writer, bool ansi) => new()
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = ansi ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = ansi ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
    };

    // Progress<T> posts to the thread pool, where steps may overtake each other.
    private sealed class StepReceiver(Action<WorkStep> receive) : IProgress<WorkStep>
    {
        public void Report(WorkStep value) => receive(value);
    }
}
