namespace Slipway.Local.Records;

/// <summary>The journal cannot be written or read; the message is one sentence for the person at the terminal.</summary>
public sealed class JournalException(string message, Exception? cause = null) : Exception(message, cause);
