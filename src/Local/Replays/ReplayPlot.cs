using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using Slipway.Domain.Scaling.Replays;

namespace Slipway.Local.Replays;

/// <summary>Draws replays as SVG.</summary>
public static class ReplayPlot
{
    private const int Width = 860;
    private const int Panel = 210;

    /// <summary>Depth, replicas and the wait of the oldest message over time, each policy with its first setting.</summary>
    public static string OverTime(string title, IReadOnlyList<ReplayRow> rows)
    {
        var shown = rows.GroupBy(row => row.Name).Select(group => group.First()).ToList();
        var model = new PlotModel { Title = title, TitleFontSize = 14, PlotMargins = new(70, double.NaN, 10, double.NaN) };
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.TopCenter, LegendOrientation = LegendOrientation.Horizontal, LegendItemSpacing = 40 });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "minutes", MajorGridlineStyle = LineStyle.Dot });
        var panels = new (string Title, Func<ReplayPoint, double> Value)[] { ("messages wait", point => point.Waiting), ("replicas", point => point.Replicas), ("oldest, s", point => point.OldestWait) };
        for (var index = 0; index < panels.Length; index++)
        {
            var (name, value) = panels[index];
            var bottom = (panels.Length - 1 - index) / (double)panels.Length;
            model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Key = name, Title = name, StartPosition = bottom, EndPosition = bottom + 0.3, Minimum = 0, AxisTitleDistance = 30, MajorGridlineStyle = LineStyle.Dot });
            foreach (var row in shown)
            {
                var line = new LineSeries { YAxisKey = name, Color = ColourOf(row.Candidate.Policy), StrokeThickness = 1.4, Title = index == 0 ? Label(row.Name) : null, Decimator = Decimator.Decimate };
                line.Points.AddRange(row.Outcome.Points.Select(point => new DataPoint(point.At / 60, value(point))));
                model.Series.Add(line);
            }
        }

        return Svg(model, panels.Length * Panel);
    }

    /// <summary>Replica-hours against the p99 wait, a curve for each policy over all settings of its knob; what is far above the others leaves the picture.</summary>
    public static string Curves(string title, IReadOnlyList<ReplayRow> rows, double from)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 14 };
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.TopRight });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = "p99 wait, s", Minimum = from, MajorGridlineStyle = LineStyle.Dot });
        var shown = rows.Where(row => row.Candidate.Policy != ReplayedPolicy.TargetTracking && row.Outcome.Percentile(99) >= from).Select(row => row.Outcome.ReplicaHours).ToList();
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = "replica-hours", AxisTitleDistance = 16, Minimum = 0.97 * shown.Min(), Maximum = 1.03 * shown.Max(), MajorGridlineStyle = LineStyle.Dot });
        foreach (var policy in rows.GroupBy(row => row.Candidate.Policy))
        {
            var line = new LineSeries { Title = Label(ReplayRow.NameOf(policy.Key)), Color = ColourOf(policy.Key), MarkerType = MarkerType.Circle, MarkerSize = 2.5, MarkerFill = ColourOf(policy.Key) };
            line.Points.AddRange(policy.Select(row => new DataPoint(row.Outcome.Percentile(99), row.Outcome.ReplicaHours)).Where(point => point.X >= from).OrderBy(point => point.X));
            model.Series.Add(line);
        }

        return Svg(model, 2 * Panel);
    }

    private static OxyColor ColourOf(ReplayedPolicy policy) => policy switch
    {
        ReplayedPolicy.Drain => OxyColor.FromRgb(0x1b, 0x7f, 0x4d),
        ReplayedPolicy.Keda => OxyColor.FromRgb(0xc0, 0x39, 0x2b),
        ReplayedPolicy.Hpa => OxyColor.FromRgb(0x2c, 0x5a, 0xa0),
        _ => OxyColor.FromRgb(0xb9, 0x77, 0x0e),
    };

    /// <summary>The exporter measures texts too narrow, and cuts them off.</summary>
    private static string Label(string name) => $"{name}   ";

    private static string Svg(PlotModel model, int height) => new SvgExporter { Width = Width, Height = height, IsDocument = true, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
}
