using Caseward.Domain.Clocks;

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
                Rung($"{path}/rungs/{number}", ladder.Clock, rung, findings);
                Recipients($"{path}/rungs/{number}/notify", rung, document, findings);
            }
        }

        foreach (ClockName clock in Enum.GetValues<ClockName>().Except(document.Ladders.Select(ladder => ladder.Clock)))
        {
            findings.Warn("/ladders", PolicyCodes.NoLadder, $"Nothing happens when the {clock} clock runs out.");
        }
    }

    private static void Rung(string path, ClockName clock, Rung rung, PolicyFindings findings)
    {
        findings.Range($"{path}/tier", rung.Tier, 1, 2);
        Moment($"{path}/at", clock, rung.At, findings);
        if (rung.Notify.Count == 0 && !rung.MoveToTier2)
        {
            findings.Add(path, PolicyCodes.BadRung, "Let it notify somebody or move the case; this rung does nothing.");
        }

        if (rung.Notify.Distinct().Count() < rung.Notify.Count)
        {
            findings.Add($"{path}/notify", PolicyCodes.Duplicate, "Name each role once.");
        }

        if (rung.MoveToTier2 && rung.At is { AfterDue: null, AfterDueWall: null })
        {
            findings.Add($"{path}/moveToTier2", PolicyCodes.BadRung, "A case moves at or after the due instant, not before it.");
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
                NoticeRole.QueueMembers => queue.Members.Count,
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
        int given = (at.UsedPercent is null ? 0 : 1) + new[] { at.BeforeDue, at.AfterDue, at.AfterDueWall }.Count(duration => duration is not null);
        if (given != 1)
        {
            findings.Add(path, PolicyCodes.BadMoment, "Give exactly one of usedPercent, beforeDue, afterDue and afterDueWall.");
        }
        else if (at.UsedPercent is not null && clock == ClockName.Callback)
        {
            findings.Add($"{path}/usedPercent", PolicyCodes.BadMoment, "The callback clock has an agreed instant and no budget; use beforeDue.");
        }

        findings.Range($"{path}/usedPercent", at.UsedPercent, 1, 99);
        findings.Range($"{path}/beforeDue", at.BeforeDue, mayBeZero: false);
        findings.Range($"{path}/afterDue", at.AfterDue, mayBeZero: true);
        findings.Range($"{path}/afterDueWall", at.AfterDueWall, mayBeZero: true);
    }
}
