using Caseward.Domain.Clocks;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Policy;

internal static partial class PolicyCheck
{
    private const int MostRecipients = 40;

    /// <summary>What happens around the due instants: every rung has one moment and does something.</summary>
    public static void Ladders(PolicyDocument document, PolicyFindings findings)
    {
        foreach ((int index, Ladder ladder) in document.Ladders.Index())
        {
            string path = $"/ladders/{index}";
            if (document.Ladders.Take(index).Any(earlier => earlier.Clock == ladder.Clock))
            {
                findings.Add($"{path}/clock", PolicyCodes.Duplicate, "This clock has a ladder already.");
            }

            findings.Count($"{path}/rungs", ladder.Rungs, max: 20);
            findings.Ids($"{path}/rungs", "/name", ladder.Rungs.Select(rung => rung.Name));
            foreach ((int number, Rung rung) in ladder.Rungs.Index())
            {
                Rung($"{path}/rungs/{number}", ladder.Clock, rung, document, findings);
                Recipients($"{path}/rungs/{number}/notify", rung, document, findings);
            }
        }

        foreach (ClockName clock in ClocksThatRun(document).Except(document.Ladders.Select(ladder => ladder.Clock)))
        {
            findings.Warn("/ladders", PolicyCodes.NoLadder, $"Nothing happens when the {clock} clock runs out.");
        }
    }

    private static IEnumerable<ClockName> ClocksThatRun(PolicyDocument document) =>
        Enum.GetValues<ClockName>().Where(clock => clock switch
        {
            ClockName.Callback or ClockName.Agreed => true,
            ClockName.EntitlementDecision => document.Entitlements?.Decision is not null,
            _ => document.Promises.Any(row => row.Stamp().Of(clock) is not null),
        });

    private static void Rung(string path, ClockName clock, Rung rung, PolicyDocument document, PolicyFindings findings)
    {
        findings.Range($"{path}/tier", rung.Tier, 1, 2);
        Moment($"{path}/at", clock, rung.At, findings);
        findings.Reference($"{path}/moveTo", "queue", rung.MoveTo, ById(document.Queues, queue => queue.Id));
        findings.Add(TextRules.Line($"{path}/task", rung.Task, required: false));
        int moves = (rung.MoveToTier2 ? 1 : 0) + (rung.MoveTo is null ? 0 : 1) + (rung.ReturnToQueue ? 1 : 0);
        if (rung.Notify.Count == 0 && moves == 0 && !rung.RaisePriority && rung.Task is null)
        {
            findings.Add(path, PolicyCodes.BadRung, "Let it notify somebody, move the case, raise its priority or make a task; this rung does nothing.");
        }

        if (rung.Notify.Distinct().Count() < rung.Notify.Count)
        {
            findings.Add($"{path}/notify", PolicyCodes.Duplicate, "Name each role once.");
        }

        if (moves > 1)
        {
            findings.Add(path, PolicyCodes.BadRung, "Give at most one of moveToTier2, moveTo and returnToQueue.");
        }

        if (moves > 0 && !rung.At.IsAfterDue)
        {
            string member = rung.MoveToTier2 ? "moveToTier2" : rung.ReturnToQueue ? "returnToQueue" : "moveTo";
            findings.Add($"{path}/{member}", PolicyCodes.BadRung, "A case moves at or after the due instant, not before it.");
        }
    }

    /// <summary>What one rung decides is written down in one piece.</summary>
    private static void Recipients(string path, Rung rung, PolicyDocument document, PolicyFindings findings)
    {
        int receiving = document.Queues.Where(queue => queue.Tier == 2).Select(queue => queue.Supervisors.Count).DefaultIfEmpty().Max();
        foreach (CaseQueue queue in document.Queues)
        {
            int told = rung.Notify.Sum(role => role switch
            {
                NoticeRole.QueueMembers or NoticeRole.OwnerOrMembers => queue.Members.Count,
                NoticeRole.QueueSupervisors => queue.Supervisors.Count,
                NoticeRole.ReceivingSupervisors => receiving,
                _ => 1,
            });
            if (told > MostRecipients)
            {
                findings.Add(path, PolicyCodes.TooLarge, $"This would tell {told} people of one case in queue '{queue.Id}'; at most {MostRecipients}.");
                return;
            }
        }
    }

    private static void Moment(string path, ClockName clock, RungMoment at, PolicyFindings findings)
    {
        int given = new object?[] { at.UsedPercent, at.BeforeDue, at.BeforeDueWall, at.AfterDue, at.AfterDueWall }.Count(moment => moment is not null);
        if (given != 1)
        {
            findings.Add(path, PolicyCodes.BadMoment, "Give exactly one of usedPercent, beforeDue, beforeDueWall, afterDue and afterDueWall.");
        }
        else if (at.UsedPercent is not null && clock is ClockName.Callback or ClockName.Agreed)
        {
            findings.Add($"{path}/usedPercent", PolicyCodes.BadMoment, "This clock has an agreed instant and no budget; use beforeDue.");
        }
        else if (at.BeforeDueWall is not null && clock is not (ClockName.Callback or ClockName.Agreed))
        {
            findings.Warn($"{path}/beforeDueWall", PolicyCodes.WallWarning, "Nights and weekends count in this warning, and it comes late or early for it; beforeDue counts working time (rule K5).");
        }

        findings.Range($"{path}/usedPercent", at.UsedPercent, 1, 99);
        findings.Range($"{path}/beforeDue", at.BeforeDue, mayBeZero: false);
        findings.Range($"{path}/beforeDueWall", Length(at.BeforeDueWall), mayBeZero: false);
        findings.Range($"{path}/afterDue", at.AfterDue, mayBeZero: true);
        findings.Range($"{path}/afterDueWall", Length(at.AfterDueWall), mayBeZero: true);
    }

    private static Duration? Length(WallOffset? offset) => offset is { } given ? Duration.FromDays(given.Days) + given.Time : null;
}
