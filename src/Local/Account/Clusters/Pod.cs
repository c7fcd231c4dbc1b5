using Slipway.Domain.Images;

namespace Slipway.Local.Account.Clusters;

/// <summary>How far a pod has come.</summary>
public enum PodPhase
{
    Pending,
    ContainerCreating,
    Running,
    Ready,
    Terminating,
}

/// <summary>A pod as one sees it from outside. <paramref name="Reason"/> is the cluster's word when it is not well.</summary>
public sealed record PodView(string Name, Image Image, PodPhase Phase, string? Reason, string? Message, int Restarts);

/// <summary>What a pod was made from: the image, the last restart asked for, and the template that somebody gave it. Pods of one revision are alike.</summary>
internal sealed record Revision(Digest Digest, string RestartId)
{
    /// <summary>JSON; null as long as nobody changed it.</summary>
    public string? Template { get; init; }

    /// <summary>Names it, and nothing else.</summary>
    public override string ToString() => $"Revision {{ Digest = {Digest}, RestartId = {RestartId} }}{Template}";
}

/// <summary>A pod on its way; <see cref="Next"/> is what happens to it next and is called off when it ends.</summary>
internal sealed class Pod(string name, int ordinal, Image image, Revision revision)
{
    public string Name => name;

    public int Ordinal => ordinal;

    public Image Image => image;

    public Revision Revision => revision;

    public PodPhase Phase { get; set; }

    public string? Reason { get; private set; }

    public string? Message { get; private set; }

    public int Restarts { get; set; }

    /// <summary>Failed pulls so far.</summary>
    public int Pulls { get; set; }

    /// <summary>How the image behaves, known once it is pulled.</summary>
    public ImageBehaviour Behaviour { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public IDisposable? Next { get; set; }

    public bool IsReady => Phase == PodPhase.Ready;

    public bool IsLeaving => Phase == PodPhase.Terminating;

    public PodView View => new(Name, Image, Phase, Reason, Message, Restarts);

    public void Suffer(string? reason, string? message = null) => (Reason, Message) = (reason, message);
}
