using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Cli.Runs;

/// <summary>Shows releases as they move: each stage when it begins, each verdict when it falls, and the way of the long ones.</summary>
internal sealed class ReleaseLog(Screen screen, bool shortens = true)
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
        foreach (var (_, show) in News(release, shown).OrderBy(news => news.Place).ToList())
        {
            Head(release);
            show();
        }
    }

    /// <summary>Takes what is in the record as shown already.</summary>
    public void Skip(Release release) =>
        _shown[release.Id] = new() { Version = release.Version, Stages = release.Stages.Count, Verdicts = release.Verdicts.Count };

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

    /// <summary>What was not shown yet, each with its place: the stage that it belongs to, and before or within it.</summary>
    private IEnumerable<((int Stage, int Within) Place, Action Show)> News(Release release, Shown shown)
    {
        for (; shown.Stages < release.Stages.Count; shown.Stages++)
        {
            var stage = shown.Stages;
            yield return ((stage, 0), () => ShowStage(release, stage));
        }

        for (; shown.Verdicts < release.Verdicts.Count; shown.Verdicts++)
        {
            var verdict = release.Verdicts[shown.Verdicts];
            var stage = StageOf(release, verdict);
            if (verdict.Unasked == true)
            {
                continue;
            }

            if (verdict.Kind != VerdictKind.Wait)
            {
                yield return ((stage, 1), () => ShowVerdict(verdict, release.Stages[stage].At));
                continue;
            }

            if (Milestones.Of(verdict) is var milestone && milestone != shown.Milestone)
            {
                shown.Milestone = milestone;
                yield return ((stage, 1), () => ShowVerdict(verdict, release.Stages[stage].At));
            }

            if (shown.Verdicts == release.Verdicts.Count - 1)
            {
                yield break; // The same rule's next answer takes its place.
            }
        }
    }

    /// <summary>The stage in which the rule was asked. An answer that falls when a stage begins has ended the one before, a wait begins it.</summary>
    private static int StageOf(Release release, Verdict verdict)
    {
        var stages = release.Stages.ToList();
        var before = verdict.Kind == VerdictKind.Wait ? -1 : stages.FindLastIndex(stage => stage.At < verdict.At && Asks(stage.Status, verdict.Rule));
        var within = before >= 0 ? before : stages.FindLastIndex(stage => stage.At <= verdict.At && Asks(stage.Status, verdict.Rule));
        return within >= 0 ? within : Math.Max(0, stages.FindLastIndex(stage => stage.At <= verdict.At));
    }

    private static bool Asks(ReleaseStatus status, string rule) => rule switch
    {
        "queue" or "scan" or "approval" or "window" or "preflight" => status == ReleaseStatus.Waiting,
        "lease" => status == ReleaseStatus.Gated,
        "snapshot" => status == ReleaseStatus.Snapshotting,
        "migration" => status is ReleaseStatus.Migrating or ReleaseStatus.RollingBack,
        "rollout" => status is ReleaseStatus.Rolling or ReleaseStatus.RollingBack,
        "verification" => status == ReleaseStatus.Verifying,
        _ => false,
    };

    private void ShowStage(Release release, int index)
    {
        var stage = release.Stages[index];
        var said = release.Verdicts.Any(verdict => verdict.Reason == stage.Reason);
        var took = index == 0 ? "" : $"{release.Stages[index - 1].Status.Word()} took {(stage.At - release.Stages[index - 1].At).Text()}";
        var reason = said ? "" : Text(stage.Reason);
        screen.Beside(
            [new($"  {Columns.Time(stage.At)}  "), new($"{stage.Status.Word(),-Columns.Label}  ", Styles.Of(stage.Status))],
            took.Length > 0 && reason.Length > 0 ? $"{reason} ({took})" : took.Length > 0 ? $"({took})" : reason);
    }

    private void ShowVerdict(Verdict verdict, DateTimeOffset since) => screen.Beside(
        [new($"  {Columns.Offset(verdict.At - since)}  ", Styles.Faint), new($"{Styles.Mark(verdict.Kind)} {verdict.Rule,-Columns.Rule}  ", Styles.Of(verdict.Kind))],
        Text(verdict.About is { } image ? $"{image}: {verdict.Reason}" : verdict.Reason),
        verdict.Kind == VerdictKind.Wait ? Styles.Faint : null);

    private string Text(string reason) => shortens ? reason.Short() : reason;

    private sealed class Shown
    {
        public long Version { get; set; }

        public int Stages { get; set; }

        public int Verdicts { get; set; }

        public string? Milestone { get; set; }
    }
}
