namespace Slipway.Cli;

/// <summary>What the command says to the shell. The one place; `--help` prints these same sentences.</summary>
public enum ExitCode
{
    /// <summary>It was done: the release is verified in every environment, nothing is wrong.</summary>
    Done = 0,

    /// <summary>It could not begin: a wrong word, a missing or unwritable file.</summary>
    Usage = 1,

    /// <summary>A gate refused the release before it changed anything.</summary>
    Rejected = 2,

    /// <summary>The release was bad, and the previous images serve again.</summary>
    RolledBack = 3,

    /// <summary>The release, incident, function or execution failed.</summary>
    Failed = 4,

    /// <summary>The push started no release, or a newer one took its place.</summary>
    NotReleased = 5,

    /// <summary>Something comes out otherwise than it was recorded.</summary>
    Differs = 6,

    /// <summary>A manifest, template or state machine is wrong.</summary>
    Invalid = 7,

    /// <summary>What a person asked for was refused: the sentence says why, and nothing was changed.</summary>
    Refused = 8,

    /// <summary>A release waits for a person: for an approval, or until something is let go.</summary>
    Waiting = 9,

    /// <summary>The release failed after a migration that cannot be undone: the code stays, and nothing begins there until a person has looked.</summary>
    Frozen = 10,

    /// <summary>A fault of slipway itself.</summary>
    Broken = 70,

    /// <summary>Ctrl-C.</summary>
    Interrupted = 130,
}

/// <summary>The exit codes in words.</summary>
internal static class ExitCodes
{
    public static string Meaning(this ExitCode code) => code switch
    {
        ExitCode.Done => "done: verified in every environment, or nothing is wrong",
        ExitCode.Usage => "wrong words, or a file that cannot be read or written",
        ExitCode.Rejected => "a gate refused the release before it changed anything",
        ExitCode.RolledBack => "rolled back: the previous images serve again",
        ExitCode.Failed => "failed: the release, incident, function or execution",
        ExitCode.NotReleased => "the push started no release, or a newer one took its place",
        ExitCode.Differs => "comes out otherwise than it was recorded",
        ExitCode.Invalid => "a manifest, the template or a state machine is wrong",
        ExitCode.Refused => "what was asked for was refused; nothing was changed",
        ExitCode.Waiting => "a release waits for a person",
        ExitCode.Frozen => "frozen after a migration that cannot be undone: a person must look",
        ExitCode.Interrupted => "ended by Ctrl-C; the journal holds what happened until then",
        _ => "a fault of slipway itself",
    };
}
