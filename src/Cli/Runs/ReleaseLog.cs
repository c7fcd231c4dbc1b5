using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Cli.Runs;

/// <summary>Shows releases as they move: each stage when it begins, each verdict when it falls, and the way of the long ones.</summary>
internal sealed class ReleaseLog(Screen screen)
{
    private readonly Dictionary<ReleaseId, Shown> _shown = [];
    private ReleaseId? _last;
    private Release? _current;

    /// <summary>Shows what is new in the record.</summary>
    public void Show(Release release)
    {
        var shown = _shown.GetValueOrDefault(release.Id);
        if (shown is not null && shown.Version == release.Version)
        {
            return;
        }

        _shown[release.Id] = shown ??= new();
        shown.Version = release.Version;
        _current = release;
        foreach (var (_, show) in News(release, shown).OrderBy(news => news.At).ToList())
        {
            Head(release);
            show();
        }
    }

    /// <summary>The line at the bottom: where the release stands, while time passes.</summary>
    public void Pass(DateTimeOffset now)
    {
        if (_current is { } release && !release.Status.IsFinal())
        {
            var doing = release.Verdict is { Kind: VerdictKind.Wait } wait ? $": {wait.Reason}" : "";
            screen.Live($"  {Columns.Time(now)}  {release.Status.Word()} {(now - release.Stages[^1].At).Text()}{doing}");
        }
    }

    private void Head(Release release)
    {
        if (_last != release.Id)
        {
            _last = release.Id;
            screen.Line();
            screen.Beside([new($"{release.Environment}  ", Styles.Strong)], release.Id.Value, Styles.Faint);
        }
    }

    private IEnumerable<(DateTimeOffset At, Action Show)> News(Release release, Shown shown)
    {
        if (shown.Stages == 0)
        {
            shown.Stages = 1;
            yield return (DateTimeOffset.MinValue, () => ShowStage(release, 0));
        }

        for (; shown.Verdicts < release.Verdicts.Count; shown.Verdicts++)
        {
            var verdict = release.Verdicts[shown.Verdicts];
            if (verdict.Kind == VerdictKind.Wait && Milestone(verdict) is var milestone)
            {
                if (milestone != shown.Milestone)
                {
                    shown.Milestone = milestone;
                    yield return (verdict.At, () => ShowVerdict(release, verdict));
                }

                break; // The same rule's next answer takes its place.
            }

            yield return (verdict.At, () => ShowVerdict(release, verdict));
        }

        for (; shown.Stages < release.Stages.Count; shown.Stages++)
        {
            var stage = shown.Stages;
            yield return (release.Stages[stage].At, () => ShowStage(release, stage));
        }
    }

    private void ShowStage(Release release, int index)
    {
        var stage = release.Stages[index];
        var said = release.Verdicts.Any(verdict => verdict.Reason == stage.Reason);
        var took = index == 0 ? "" : $"after {(stage.At - release.Stages[index - 1].At).Text()} {release.Stages[index - 1].Status.Word()}";
        var reason = said ? "" : stage.Reason;
        screen.Beside(
            [new($"  {Columns.Time(stage.At)}  "), new($"{stage.Status.Word(),-Columns.Label}  ", Styles.Of(stage.Status))],
            took.Length > 0 && reason.Length > 0 ? $"{took}: {reason}" : took + reason);
    }

    private void ShowVerdict(Release release, Verdict verdict)
    {
        var since = release.Stages.LastOrDefault(stage => stage.At < verdict.At)?.At ?? release.Stages[0].At;
        screen.Beside(
            [new($"  {Columns.Offset(verdict.At - since)}  ", Styles.Faint), new($"{Styles.Mark(verdict.Kind)} {verdict.Rule,-Columns.Rule}  ", Styles.Of(verdict.Kind))],
            verdict.Reason,
            verdict.Kind == VerdictKind.Wait ? Styles.Faint : null);
    }

    /// <summary>What must change in a rule's wait until it is worth another line.</summary>
    private static string Milestone(Verdict wait) => wait.Rule switch
    {
        "snapshot" => $"snapshot {Read(wait, DomainJson.Default.SnapshotInputs).Snapshots.Min(snapshot => snapshot.Percent) / 25}",
        "verification" => Read(wait, DomainJson.Default.VerificationInputs) is var inputs ? $"verification {(int)(2 * inputs.Since / inputs.Bake)}" : "",
        "rollout" or "lease" => $"{wait.Rule} {wait.Reason}",
        _ => wait.Rule,
    };

    private static T Read<T>(Verdict verdict, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        System.Text.Json.JsonSerializer.Deserialize(verdict.Inputs, type)!;

    private sealed class Shown
    {
        public long Version { get; set; }

        public int Stages { get; set; }

        public int Verdicts { get; set; }

        public string? Milestone { get; set; }
    }
}
