using System.Diagnostics.CodeAnalysis;
using Slipway.Local.StepFunctions.Cases;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions;

/// <summary>Runs recorded executions of AWS Step Functions (<c>*.jsonl</c>, one case a line) and compares what comes of them.</summary>
public sealed class AslCaseRunner
{
    /// <summary>Where each case's clock starts; the waits of the recordings are relative to it.</summary>
    public DateTimeOffset StartAt { get; init; } = DefinitionRun.Epoch;

    /// <summary>Runs every file of the directory in the order of names; throws <see cref="AslCaseException"/> when there is nothing to run.</summary>
    public AslCaseReport RunDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            throw new AslCaseException($"There is no directory '{directory}'.");

        var files = Directory.GetFiles(directory, "*.jsonl").Order(StringComparer.Ordinal).ToList();
        var report = new AslCaseReport();
        foreach (var file in files)
            RunFile(file, report);

        return report.Passed + report.Failed + report.Skipped > 0
            ? report
            : throw new AslCaseException($"The directory '{directory}' holds no cases: no line in any *.jsonl file.");
    }

    private void RunFile(string file, AslCaseReport report)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                RunLine(line, $"{Path.GetFileName(file)}:{number}", report);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A broken case must not end the run of the others.")]
    private void RunLine(string line, string place, AslCaseReport report)
    {
        try
        {
            report.Add(new AslCase(line, place).Run(StartAt));
        }
        catch (FormatException broken)
        {
            report.Add(AslCaseResult.Fail(place, Json.Of("a case: one JSON object a line, with id, definition, input and expected"), Json.Of(broken.Message)));
        }
        catch (Exception unexpected)
        {
            report.Add(AslCaseResult.Fail(place, Json.Of("an execution"), Json.Of($"{unexpected.GetType().Name}: {unexpected.Message}")));
        }
    }
}

/// <summary>Why there was nothing to run.</summary>
public sealed class AslCaseException(string message) : Exception(message);

/// <summary>A case that came out otherwise than recorded; both sides as JSON.</summary>
public sealed record AslCaseFailure(string Id, Json Expected, Json Actual);

/// <summary>A case that could not be judged here, and why.</summary>
public sealed record AslCaseSkip(string Id, string Reason);

/// <summary>What came of a directory of cases.</summary>
public sealed class AslCaseReport
{
    private readonly List<AslCaseFailure> _failures = [];
    private readonly List<AslCaseSkip> _skips = [];

    public int Passed { get; private set; }

    public int Failed => _failures.Count;

    public int Skipped => _skips.Count;

    public IReadOnlyList<AslCaseFailure> Failures => _failures;

    public IReadOnlyList<AslCaseSkip> Skips => _skips;

    /// <summary><c>{"passed":n,"failed":n,"skipped":n,"failures":[{"id":...,"expected":...,"actual":...}]}</c></summary>
    public string ToJson() => JsonMap.Of(
        ("passed", Json.Of(Passed)),
        ("failed", Json.Of(Failed)),
        ("skipped", Json.Of(Skipped)),
        ("failures", JsonList.Of(_failures.Select(failure =>
            JsonMap.Of(("id", Json.Of(failure.Id)), ("expected", failure.Expected), ("actual", failure.Actual)))))).ToString();

    internal void Add(AslCaseResult result)
    {
        if (result.Skip is { } skip)
            _skips.Add(skip);
        else if (result.Failure is { } failure)
            _failures.Add(failure);
        else
            Passed++;
    }
}
