namespace Slipway.Cli;

/// <summary>The command cannot do what it was asked for; the message is the one sentence that the person reads.</summary>
internal sealed class RefusalException(string sentence, ExitCode code = ExitCode.Usage) : Exception(sentence)
{
    public ExitCode Code => code;
}
