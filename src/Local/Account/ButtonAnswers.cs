using Slipway.Domain.Approvals;

namespace Slipway.Local.Account;

/// <summary>What people were told who pressed a button, in order.</summary>
public sealed class ButtonAnswers : IButtonAnswers
{
    private readonly List<(string Address, string Sentence)> _given = [];

    public IReadOnlyList<(string Address, string Sentence)> Given => _given;

    public Task AnswerAsync(string address, string sentence, CancellationToken cancellationToken)
    {
        _given.Add((address, sentence));
        return Task.CompletedTask;
    }
}
