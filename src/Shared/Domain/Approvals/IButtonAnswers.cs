namespace Slipway.Domain.Approvals;

/// <summary>Tells whoever pressed a button in a chat what became of it, where nobody else reads it.</summary>
public interface IButtonAnswers
{
    /// <param name="address">Where the chat takes answers to this press.</param>
    Task AnswerAsync(string address, string sentence, CancellationToken cancellationToken);
}
